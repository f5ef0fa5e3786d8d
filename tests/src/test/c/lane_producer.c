/*
 * SPDX-License-Identifier: Apache-2.0
 *
 * Feeds MSIs to a running gale through a lane file (gale storm --lanes DIR), in plain C11 and POSIX.
 *
 *   lane_producer DIR COUNT DEVICES EVENTS [COMMIT]
 *
 * Offers COUNT MSIs, going round DEVICES devices of EVENTS events each, waits until their effects are out, and prints
 * what it did. With COMMIT 0 the last batch is offered and not published: what is left by a producer that dies there.
 * Exit: 0 all is well, 1 no free lane or no lane of this version, 2 wrong arguments, 3 the lane was closed, 4 gale is
 * gone: nobody holds the lock of DIR/agent any more.
 *
 *   cc -std=c11 -O2 -Wall -Wextra -pedantic -o lane_producer lane_producer.c
 */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAGIC UINT64_C(0x454e414c454c4147)      /* "GALELANE" */
#define VERSION 1
#define BATCH 256
#define WAITS_PER_CHECK 64

/* The header of a lane: every word that somebody writes has 128 bytes of its own. */
struct lane
{
    uint64_t magic;
    uint32_t version;
    uint32_t capacity;                          /* words, a power of two */
    uint8_t gap0[112];
    _Atomic uint64_t tail;                      /* producer: position after the last published word */
    uint8_t gap1[120];
    _Atomic uint64_t refused;                   /* producer: offers refused because the lane was full */
    uint8_t gap2[120];
    _Atomic uint64_t head;                      /* agent: position after the last word taken */
    uint8_t gap3[120];
    _Atomic uint64_t completed;                 /* agent: position after the last word whose effects are out */
    uint8_t gap4[120];
    _Atomic uint64_t closed;                    /* agent: 0, or why nothing more is taken */
    uint8_t gap5[120];
    uint64_t slots[];
};

_Static_assert(sizeof(struct lane) == 768, "the slots begin at byte 768");
_Static_assert(ATOMIC_LLONG_LOCK_FREE == 2, "positions are shared between processes");

static uint64_t now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static int agent = -1;

/* gale holds a lock on the file as long as it lives, and the kernel releases it however gale ends. */
static int is_gone(void)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    return fcntl(agent, F_GETLK, &lock) != 0 || lock.l_type == F_UNLCK;
}

static int open_agent(const char *directory)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/agent", directory);
    agent = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    return agent >= 0 && !is_gone();
}

static int gone(const char *program, uint64_t sent, uint64_t refused)
{
    fprintf(stderr, "%s: gale is gone after %" PRIu64 " sent and %" PRIu64 " refused\n", program, sent, refused);
    return 4;
}

/* Once in so many waits: is gale still there? */
static int is_abandoned(uint64_t *waits)
{
    sched_yield();
    return ++*waits % WAITS_PER_CHECK == 0 && is_gone();
}

/* The lock is the claim. It ends with this process, or when this process closes any descriptor of the file. */
static struct lane *claim(const char *directory)
{
    for (int i = 0; i < 100; i++)
    {
        char path[4096];
        snprintf(path, sizeof path, "%s/lane-%02d", directory, i);
        const int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        if (fd < 0)
        {
            break;
        }
        struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };        /* length 0: the whole file */
        struct stat status;
        if (fcntl(fd, F_SETLK, &lock) == 0 && fstat(fd, &status) == 0 && (size_t)status.st_size > sizeof(struct lane))
        {
            struct lane *lane = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
            if (lane != MAP_FAILED && lane->magic == MAGIC && lane->version == VERSION &&
                sizeof(struct lane) + lane->capacity * sizeof(uint64_t) == (uint64_t)status.st_size &&
                atomic_load_explicit(&lane->closed, memory_order_acquire) == 0)
            {
                return lane;
            }
        }
        close(fd);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    if (argc < 5 || argc > 6 || atoll(argv[3]) < 1 || atoll(argv[4]) < 1)
    {
        fprintf(stderr, "usage: %s DIR COUNT DEVICES EVENTS [COMMIT]\n", argv[0]);
        return 2;
    }
    const uint64_t count = strtoull(argv[2], NULL, 10);
    const uint64_t devices = strtoull(argv[3], NULL, 10);
    const uint64_t events = strtoull(argv[4], NULL, 10);
    const int commit = argc < 6 || atoi(argv[5]) != 0;
    if (!open_agent(argv[1]))
    {
        return gone(argv[0], 0, 0);
    }
    struct lane *lane = claim(argv[1]);
    if (lane == NULL)
    {
        fprintf(stderr, "%s: no free lane in %s\n", argv[0], argv[1]);
        return 1;
    }

    const uint64_t mask = lane->capacity - 1;
    uint64_t tail = atomic_load_explicit(&lane->tail, memory_order_relaxed);    /* where the last producer stopped */
    const uint64_t before = atomic_load_explicit(&lane->refused, memory_order_relaxed);    /* of those before */
    uint64_t refused = 0;
    uint64_t sent = 0;
    uint64_t waits = 0;
    while (sent < count && atomic_load_explicit(&lane->closed, memory_order_acquire) == 0)
    {
        const uint64_t batch = count - sent < BATCH ? count - sent : BATCH;
        const uint64_t room = lane->capacity - (tail - atomic_load_explicit(&lane->head, memory_order_acquire));
        if (room < batch + 2)                                                   /* never wait inside a command */
        {
            atomic_store_explicit(&lane->refused, before + ++refused, memory_order_relaxed);
            if (is_abandoned(&waits))
            {
                return gone(argv[0], sent, refused);
            }
            continue;
        }
        const uint64_t now = now_ns();
        lane->slots[tail++ & mask] = UINT64_C(1) << 60 | (now & (UINT64_MAX >> 4));     /* TIME: intended, ... */
        lane->slots[tail++ & mask] = now;                                               /* ... and sent */
        for (uint64_t i = 0; i < batch; i++, sent++)
        {
            const uint64_t device = sent / events % devices;
            lane->slots[tail++ & mask] = UINT64_C(2) << 60 | device << 40 | sent % events << 24;        /* MSI */
        }
        if (sent == count && !commit)
        {
            printf("offered\n");
            fflush(stdout);
            pause();
        }
        atomic_store_explicit(&lane->tail, tail, memory_order_release);         /* publishes all of them */
    }
    for (;;)
    {
        const uint64_t closed = atomic_load_explicit(&lane->closed, memory_order_acquire);     /* first: see below */
        if (sent == count && atomic_load_explicit(&lane->completed, memory_order_acquire) == tail)
        {
            break;
        }
        if (closed != 0)                                /* who sees the lane closed sees the last completed position */
        {
            fprintf(stderr, "%s: the lane is closed: %" PRIu64 " after %" PRIu64 " sent and %" PRIu64 " refused\n",
                argv[0], closed, sent, refused);
            return 3;
        }
        if (is_abandoned(&waits))
        {
            return gone(argv[0], sent, refused);
        }
    }
    printf("sent %" PRIu64 " refused %" PRIu64 "\n", sent, refused);
    return 0;
}
