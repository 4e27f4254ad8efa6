package org.ifnet.itest.karaf;

import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.CoreOptions.vmOptions;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureSecurity;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFileExtend;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import java.io.File;
import java.nio.file.Path;

import org.ops4j.pax.exam.Option;

/** What a test on Karaf starts from: a stock Karaf that knows the build's own repository and no other. */
public final class IfnetKaraf {

    private static final String MAVEN = "etc/org.ops4j.pax.url.mvn.cfg";

    private IfnetKaraf() {}

    /** Where the feature repository of this build is; inside Karaf too. */
    public static String features() {
        return "mvn:org.ifnet/ifnet-features/" + System.getProperty("ifnet.version") + "/xml/features";
    }

    public static Option options() {
        String version = System.getProperty("karaf.version");
        return composite(
                karafDistributionConfiguration()
                        .frameworkUrl(
                                Path.of(System.getProperty("karaf.zip")).toUri().toString())
                        .name("Apache Karaf")
                        .karafVersion(version)
                        .unpackDirectory(new File(System.getProperty("karaf.work")))
                        .useDeployFolder(false),
                // No remote repository, and as the local one a folder of the test module: an artifact of ours that the
                // user once installed must not get in. The build's own is a default repository, because those are read
                // in place: what comes from the others is kept in the local one, and stale the next time.
                editConfigurationFilePut(MAVEN, "org.ops4j.pax.url.mvn.repositories", ""),
                editConfigurationFilePut(
                        MAVEN, "org.ops4j.pax.url.mvn.localRepository", System.getProperty("karaf.m2")),
                editConfigurationFileExtend(
                        MAVEN,
                        "org.ops4j.pax.url.mvn.defaultRepositories",
                        Path.of(System.getProperty("ifnet.repo")).toUri() + "@id=ifnet@snapshots"),
                configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
                configureSecurity().disableKarafMBeanServerBuilder(),
                systemProperty("ifnet.version").value(System.getProperty("ifnet.version")),
                systemProperty("ifnet.driver").value(System.getProperty("ifnet.driver")),
                systemProperty("ifnet.tier").value(System.getProperty("ifnet.tier")),
                systemProperty("ifnet.mbuf.debug").value("true"),
                systemTimeout(180_000),
                jvm(version));
    }

    /** What bin/karaf passes to its JVM: Pax Exam starts Karaf without that script. */
    private static Option jvm(String version) {
        return vmOptions(
                "--add-reads=java.xml=java.logging",
                "--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED",
                "--patch-module",
                "java.base=lib/endorsed/org.apache.karaf.specs.locator-" + version + ".jar",
                "--patch-module",
                "java.xml=lib/endorsed/org.apache.karaf.specs.java.xml-" + version + ".jar",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.net=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.naming/javax.naming.spi=ALL-UNNAMED",
                "--add-opens=java.rmi/sun.rmi.transport.tcp=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.file=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.http=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.https=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.jar=ALL-UNNAMED",
                "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED");
    }
}
