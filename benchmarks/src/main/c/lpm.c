/*
 * DPDK's longest prefix match, to measure beside. Reads from standard input the number of routes, the routes (address, length,
 * hop), the number of addresses and the addresses, all as 32-bit words of this machine; says "loaded NANOS BYTES"; then for
 * every line "single PASSES" or "bulk PASSES" the nanoseconds of a look-up of all addresses that often, by one.
 */
#include <rte_eal.h>
#include <rte_lpm.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BULK = 32, GROUPS = 1 << 14 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static uint32_t *words(size_t count) {
    uint32_t *w = malloc(count * 4 + 4);
    if (!w || fread(w, 4, count, stdin) != count) {
        fprintf(stderr, "short input\n");
        exit(1);
    }
    return w;
}

static uint64_t single(struct rte_lpm *lpm, const uint32_t *a, uint32_t n) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t hop;
        if (rte_lpm_lookup(lpm, a[i], &hop) == 0)
            sum += hop;
    }
    return sum;
}

static uint64_t bulk(struct rte_lpm *lpm, const uint32_t *a, uint32_t n) {
    uint64_t sum = 0;
    uint32_t hops[BULK];
    for (uint32_t i = 0; i + BULK <= n; i += BULK) {
        rte_lpm_lookup_bulk(lpm, a + i, hops, BULK);
        for (int j = 0; j < BULK; j++)
            if (hops[j] & RTE_LPM_LOOKUP_SUCCESS)
                sum += hops[j] & 0xffffff;
    }
    return sum;
}

int main(void) {
    char *eal[] = {"lpm", "--no-huge", "--no-pci", "--no-shconf", "--no-telemetry", "-m", "512", "-l", "0", NULL};
    if (rte_eal_init(9, eal) < 0)
        return 1;
    uint32_t routes = *words(1);
    uint32_t *r = words(3 * (size_t) routes);
    uint32_t n = *words(1);
    uint32_t *a = words(n);
    struct rte_lpm_config config = {.max_rules = routes + 16, .number_tbl8s = GROUPS};
    struct rte_lpm *lpm = rte_lpm_create("lpm", -1, &config);
    if (!lpm) {
        fprintf(stderr, "no memory for the table\n");
        return 1;
    }
    double begin = now();
    for (uint32_t i = 0; i < routes; i++)
        if (rte_lpm_add(lpm, r[3 * i], r[3 * i + 1], r[3 * i + 2]) != 0) {
            fprintf(stderr, "route %u refused\n", i);
            return 1;
        }
    printf("loaded %.0f %zu\n", now() - begin, (1 << 24) * sizeof(struct rte_lpm_tbl_entry) + (size_t) GROUPS * 1024);
    fflush(stdout);
    char what[16];
    unsigned passes;
    uint64_t sum = 0;
    while (scanf("%15s %u", what, &passes) == 2) {
        begin = now();
        for (unsigned i = 0; i < passes; i++)
            sum += strcmp(what, "bulk") == 0 ? bulk(lpm, a, n) : single(lpm, a, n);
        printf("%.3f %llu\n", (now() - begin) / passes / n, (unsigned long long) sum);
        fflush(stdout);
    }
    return 0;
}
