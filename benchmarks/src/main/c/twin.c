/*
 * The classic queue in C, as a twin of ours to measure beside: two lists under limits of packets and bytes, a spinlock
 * taken by one atomic exchange, and the same counters. Prints nanoseconds for an enqueue and a dequeue together.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct packet {
    struct packet *next;
    int length;
    int flags;
    char rest[112];
};

struct list {
    struct packet *head;
    struct packet **tail;
    int length;
    long bytes;
};

static struct queue {
    atomic_int lock;
    struct list prio, normal;
    int max_length;
    long max_bytes;
    int running, started;
    long enqueued, enqueued_bytes, sent, sent_bytes, dropped;
    long obytes, opackets, omcasts;
} q;

enum { PRIO = 1, MCAST = 2, BATCH = 32 };

static void lock(void) {
    while (atomic_exchange_explicit(&q.lock, 1, memory_order_acquire))
        while (atomic_load_explicit(&q.lock, memory_order_relaxed))
            __builtin_ia32_pause();
}

static void unlock(void) {
    atomic_store_explicit(&q.lock, 0, memory_order_release);
}

static int put(struct packet *p) {
    q.enqueued++;
    q.enqueued_bytes += p->length;
    if (q.prio.length + q.normal.length >= q.max_length || q.prio.bytes + q.normal.bytes >= q.max_bytes) {
        q.dropped++;
        return 0;
    }
    struct list *l = p->flags & PRIO ? &q.prio : &q.normal;
    p->next = NULL;
    *l->tail = p;
    l->tail = &p->next;
    l->length++;
    l->bytes += p->length;
    q.obytes += p->length;
    if (p->flags & MCAST)
        q.omcasts++;
    return 1;
}

static struct packet *take(void) {
    struct list *l = q.prio.head ? &q.prio : &q.normal;
    struct packet *p = l->head;
    if (!p)
        return NULL;
    l->head = p->next;
    if (!l->head)
        l->tail = &l->head;
    l->length--;
    l->bytes -= p->length;
    q.sent++;
    q.sent_bytes += p->length;
    q.opackets++;
    return p;
}

static int needs_start(void) {
    return !q.started && q.running && q.prio.length + q.normal.length != 0;
}

__attribute__((noinline)) static int enqueue(struct packet **p, int n) {
    int taken = 0;
    lock();
    for (int i = 0; i < n; i++)
        taken += put(p[i]);
    int start = needs_start();
    unlock();
    return taken + (start ? 1000000 : 0);
}

__attribute__((noinline)) static int dequeue(struct packet **p, int n) {
    int taken = 0;
    lock();
    while (taken < n && (p[taken] = take()) != NULL)
        taken++;
    unlock();
    return taken;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

int main(int argc, char **argv) {
    int n = argc > 1 ? atoi(argv[1]) : 1;
    double seconds = argc > 2 ? atof(argv[2]) : 1;
    if (n < 1 || n > BATCH)
        return 2;
    struct packet *all = calloc(BATCH, sizeof *all), *p[BATCH];
    for (int i = 0; i < BATCH; i++) {
        all[i].length = 60;
        p[i] = &all[i];
    }
    q.prio.tail = &q.prio.head;
    q.normal.tail = &q.normal.head;
    q.max_length = 250;
    q.max_bytes = 250 * 1514;
    long packets = 0;
    double begin = now(), end = begin + seconds * 1e9;
    while (now() < end)
        for (int i = 0; i < 100000 / n; i++) {
            enqueue(p, n);
            packets += dequeue(p, n);
        }
    printf("%.3f\n", (now() - begin) / packets);
    return q.dropped != 0;
}
