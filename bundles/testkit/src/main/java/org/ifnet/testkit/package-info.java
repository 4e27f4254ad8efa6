/**
 * What tests share: {@link org.ifnet.testkit.SimEnv}, an {@link org.ifnet.netisr.Env} on virtual time whose seeded
 * scheduler decides at every step which thread runs next; {@link org.ifnet.testkit.Seeds}, which runs a test for many
 * seeds and names the one that failed; {@link org.ifnet.testkit.Await} for tests on real threads.
 *
 * <pre>{@code
 * Seeds.run(200, seed -> {
 *     SimEnv env = new SimEnv(seed);
 *     env.run(() -> {
 *         EnvLock lock = env.lock("shared", Env.Rank.LEAF);
 *         EnvThread other = env.start("other", () -> { lock.lock(); lock.unlock(); });
 *         other.join(-1);
 *     });
 * });
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package org.ifnet.testkit;
