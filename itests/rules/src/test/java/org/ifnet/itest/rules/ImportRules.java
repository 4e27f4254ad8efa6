package org.ifnet.itest.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.ifnet.itest.rules.BundleJars.Bundle;

/** Who may import whose packages: everybody from the base bundles, Linux drivers also from linux, nobody else. */
final class ImportRules {
    private static final Set<String> BASE = Set.of("org.ifnet.api", "org.ifnet.mbuf");
    private static final String LINUX = "org.ifnet.linux";

    private ImportRules() {}

    static List<String> violations(List<Bundle> bundles) {
        Map<String, String> providers = new HashMap<>();
        for (Bundle bundle : bundles) {
            bundle.packages("Export-Package").forEach(p -> providers.put(p, bundle.name()));
        }
        List<String> found = new ArrayList<>();
        for (Bundle bundle : bundles) {
            for (String imported : bundle.packages("Import-Package")) {
                String provider = providers.get(imported);
                if (imported.startsWith("org.ifnet") && !mayImport(bundle.name(), provider)) {
                    found.add(bundle.name() + " imports " + imported + " of " + provider);
                }
            }
            if (!BASE.contains(bundle.name())
                    && !bundle.name().equals(LINUX)
                    && !bundle.packages("Export-Package").isEmpty()) {
                found.add(bundle.name() + " exports " + bundle.packages("Export-Package"));
            }
        }
        return found;
    }

    private static boolean mayImport(String bundle, String provider) {
        return provider != null
                && (provider.equals(bundle)
                        || BASE.contains(provider)
                        || provider.equals(LINUX) && bundle.startsWith("org.ifnet.driver."));
    }
}
