/*
 * SPDX-License-Identifier: Apache-2.0
 *
 * Producer's end of a lane file of gale (gale storm --lanes DIR), in C11 or C++17 of GCC or Clang, and POSIX:
 * engine/docs/lane-files.md.
 *
 * Define _POSIX_C_SOURCE 200809L, or more, before the first header. One thread owns a struct gale_lane. Nothing here
 * waits, allocates or prints. A test of gale compares the constants with those of its own.
 */
#ifndef GALE_LANE_H
#define GALE_LANE_H

#include <assert.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Layout, version 1. Positions count words and only grow; the word of position p lies in slot p mod CAPACITY. */
#define GALE_LANE_MAGIC 0x454e414c454c4147              /* the letters GALELANE, the first in the lowest byte */
#define GALE_LANE_VERSION 1
#define GALE_LANE_MAGIC_OFFSET 0
#define GALE_LANE_VERSION_OFFSET 8
#define GALE_LANE_CAPACITY_OFFSET 12
#define GALE_LANE_TAIL_OFFSET 128
#define GALE_LANE_REFUSED_OFFSET 256
#define GALE_LANE_HEAD_OFFSET 384
#define GALE_LANE_COMPLETED_OFFSET 512
#define GALE_LANE_CLOSED_OFFSET 640
#define GALE_LANE_SLOTS_OFFSET 768

/* Values of CLOSED. */
#define GALE_LANE_OPEN 0
#define GALE_LANE_FINISHED 1                            /* the run has ended */
#define GALE_LANE_AGENT_FAILED 2                        /* the engine failed, or was ended at once */
#define GALE_LANE_LANE_FAULT 3                          /* a published word is no command that a lane takes */

/* Opcodes of the commands that a lane takes, in bits 63:60 of their first word, and the limits of their fields. */
#define GALE_LANE_TIME 1
#define GALE_LANE_MSI 2
#define GALE_LANE_MSI_LONG 12
#define GALE_LANE_TRIGGER 13
#define GALE_LANE_MSI_DEVICE_LIMIT 0x100000
#define GALE_LANE_MSI_EVENT_LIMIT 0x10000
#define GALE_LANE_VECTOR_LIMIT 0x800
#define GALE_LANE_SINCE_LIMIT 0x1000000                 /* ns between TIME and a command of its batch */
#define GALE_LANE_COUNT_LIMIT 100                       /* files of a directory */

/* The shared memory before the slots. Each word that somebody writes has 128 bytes of its own. */
struct gale_lane_memory
{
    uint64_t magic;
    uint32_t version;
    uint32_t capacity;                                  /* words, a power of two */
    uint8_t gap0[112];
    uint64_t tail;                              /* producer: position after the last published word */
    uint8_t gap1[120];
    uint64_t refused;                           /* producer: offers refused because the lane was full */
    uint8_t gap2[120];
    uint64_t head;                              /* gale: position after the last word taken */
    uint8_t gap3[120];
    uint64_t completed;                         /* gale: position after the last word whose effects are out */
    uint8_t gap4[120];
    uint64_t closed;                            /* gale: 0, or why nothing more is taken */
    uint8_t gap5[120];
};

static_assert(offsetof(struct gale_lane_memory, version) == GALE_LANE_VERSION_OFFSET, "VERSION");
static_assert(offsetof(struct gale_lane_memory, capacity) == GALE_LANE_CAPACITY_OFFSET, "CAPACITY");
static_assert(offsetof(struct gale_lane_memory, tail) == GALE_LANE_TAIL_OFFSET, "TAIL");
static_assert(offsetof(struct gale_lane_memory, refused) == GALE_LANE_REFUSED_OFFSET, "REFUSED");
static_assert(offsetof(struct gale_lane_memory, head) == GALE_LANE_HEAD_OFFSET, "HEAD");
static_assert(offsetof(struct gale_lane_memory, completed) == GALE_LANE_COMPLETED_OFFSET, "COMPLETED");
static_assert(offsetof(struct gale_lane_memory, closed) == GALE_LANE_CLOSED_OFFSET, "CLOSED");
static_assert(sizeof(struct gale_lane_memory) == GALE_LANE_SLOTS_OFFSET, "slots");
static_assert(__GCC_ATOMIC_LLONG_LOCK_FREE == 2, "positions are shared between processes");

/* A claimed lane. */
struct gale_lane
{
    struct gale_lane_memory *memory;
    size_t length;                                      /* bytes */
    uint64_t tail;                                      /* position after the last offered word */
    uint64_t base;                                      /* intended time of the batch, ns */
    int fd;                                             /* its lock is the claim */
    int agent;                                          /* DIR/agent */
};

/* Returns the time that gale's clock shows, ns of CLOCK_MONOTONIC. */
static inline uint64_t gale_lane_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* Returns a lock of a whole file, for writing. */
static inline struct flock gale_lane_lock(void)
{
    struct flock lock;
    memset(&lock, 0, sizeof lock);
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

/*
 * Returns whether no gale drains the lanes any more: gale holds a lock on DIR/agent as long as it lives, and the kernel
 * releases it however gale ends. Ask when a lane stays full, now and then.
 */
static inline int gale_lane_is_gone(const struct gale_lane *lane)
{
    struct flock lock = gale_lane_lock();
    return fcntl(lane->agent, F_GETLK, &lock) != 0 || lock.l_type == F_UNLCK;
}

/* Maps a lane whose file is open and locked; returns whether it is a lane of this version that takes commands. */
static inline int gale_lane_map(struct gale_lane *lane)
{
    struct stat status;
    if (fstat(lane->fd, &status) != 0 || (size_t)status.st_size < sizeof(struct gale_lane_memory))
    {
        return 0;
    }
    lane->length = (size_t)status.st_size;
    void *memory = mmap(NULL, lane->length, PROT_READ | PROT_WRITE, MAP_SHARED, lane->fd, 0);
    if (memory == MAP_FAILED)
    {
        return 0;
    }
    lane->memory = (struct gale_lane_memory *)memory;
    if (lane->memory->magic == GALE_LANE_MAGIC && lane->memory->version == GALE_LANE_VERSION &&
        sizeof(struct gale_lane_memory) + lane->memory->capacity * sizeof(uint64_t) == lane->length &&
        __atomic_load_n(&lane->memory->closed, __ATOMIC_ACQUIRE) == GALE_LANE_OPEN)
    {
        lane->tail = __atomic_load_n(&lane->memory->tail, __ATOMIC_RELAXED);   /* where the last one stopped */
        lane->base = 0;
        return 1;
    }
    munmap(memory, lane->length);
    return 0;
}

/*
 * Claims the first free lane of a directory. The lock of its file is the claim: it ends with the process, or when this
 * process closes any descriptor of the file. Returns 0, or -1 if there is none, or -2 if no gale drains the lanes.
 */
static inline int gale_lane_claim(struct gale_lane *lane, const char *directory)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/agent", directory);
    lane->agent = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (lane->agent < 0)
    {
        return -2;
    }
    if (gale_lane_is_gone(lane))
    {
        close(lane->agent);
        return -2;
    }
    for (int i = 0; i < GALE_LANE_COUNT_LIMIT; i++)
    {
        snprintf(path, sizeof path, "%s/lane-%02d", directory, i);
        lane->fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        if (lane->fd < 0)
        {
            break;
        }
        struct flock lock = gale_lane_lock();
        if (fcntl(lane->fd, F_SETLK, &lock) == 0 && gale_lane_map(lane))
        {
            return 0;
        }
        close(lane->fd);
    }
    close(lane->agent);
    return -1;
}

/* Gives the lane back. What was published is taken; what was only offered never became commands. */
static inline void gale_lane_release(struct gale_lane *lane)
{
    munmap(lane->memory, lane->length);
    close(lane->fd);
    close(lane->agent);
}

/* Returns whether the lane has room for some words; if not, counts a refusal. Ask for a whole batch at once. */
static inline int gale_lane_has_room(struct gale_lane *lane, uint64_t words)
{
    const uint64_t head = __atomic_load_n(&lane->memory->head, __ATOMIC_ACQUIRE);
    if (lane->tail + words - head <= lane->memory->capacity)
    {
        return 1;
    }
    const uint64_t refused = __atomic_load_n(&lane->memory->refused, __ATOMIC_RELAXED);
    __atomic_store_n(&lane->memory->refused, refused + 1, __ATOMIC_RELAXED);
    return 0;
}

/* Stores a word after the last one. The lane must have room for it. */
static inline void gale_lane_put(struct gale_lane *lane, uint64_t word)
{
    uint64_t *slots = (uint64_t *)((char *)lane->memory + GALE_LANE_SLOTS_OFFSET);
    slots[lane->tail++ & (lane->memory->capacity - 1)] = word;
}

/* Begins a batch, 2 words: the time at which its first event was intended, and the time at which it is sent. */
static inline void gale_lane_time(struct gale_lane *lane, uint64_t intended_ns)
{
    lane->base = intended_ns;
    gale_lane_put(lane, (uint64_t)GALE_LANE_TIME << 60 | (intended_ns & (UINT64_MAX >> 4)));
    gale_lane_put(lane, gale_lane_now());
}

/* Returns how long after the time of the batch an event was intended, ns, as a word has it. */
static inline uint64_t gale_lane_since(const struct gale_lane *lane, uint64_t intended_ns)
{
    const uint64_t since = intended_ns - lane->base;
    return since < GALE_LANE_SINCE_LIMIT ? since : GALE_LANE_SINCE_LIMIT - 1;
}

/*
 * Offers an MSI to an ITS, 2 words at most. Its time is at most GALE_LANE_SINCE_LIMIT - 1 ns, some 16 ms, after that of
 * the batch; a later time counts as this one. A storm has device n at ITS n mod its number of ITSs. An ITS that the
 * machine has not closes the lane.
 */
static inline void gale_lane_msi_to(
    struct gale_lane *lane, uint32_t its, uint32_t device, uint32_t event, uint64_t intended_ns)
{
    const uint64_t time = gale_lane_since(lane, intended_ns);
    if (its == 0 && device < GALE_LANE_MSI_DEVICE_LIMIT && event < GALE_LANE_MSI_EVENT_LIMIT)
    {
        gale_lane_put(lane, (uint64_t)GALE_LANE_MSI << 60 | (uint64_t)device << 40 | (uint64_t)event << 24 | time);
    }
    else
    {
        gale_lane_put(lane, (uint64_t)GALE_LANE_MSI_LONG << 60 | (uint64_t)(its & 0xff) << 52 | time);
        gale_lane_put(lane, (uint64_t)device << 32 | event);
    }
}

/* Offers an MSI to ITS 0, as gale_lane_msi_to does. */
static inline void gale_lane_msi(struct gale_lane *lane, uint32_t device, uint32_t event, uint64_t intended_ns)
{
    gale_lane_msi_to(lane, 0, device, event, intended_ns);
}

/*
 * Offers a trigger of a vector of a function, 1 word, with a time as that of gale_lane_msi_to. A vector below the limit
 * that no function has is counted as unreachable. A machine without functions closes the lane.
 */
static inline void gale_lane_trigger(
    struct gale_lane *lane, uint32_t function, uint32_t vector, uint64_t intended_ns)
{
    gale_lane_put(lane, (uint64_t)GALE_LANE_TRIGGER << 60 |
        (uint64_t)(function & (GALE_LANE_MSI_DEVICE_LIMIT - 1)) << 40 |
        (uint64_t)(vector & (GALE_LANE_VECTOR_LIMIT - 1)) << 24 | gale_lane_since(lane, intended_ns));
}

/* Publishes all commands that were offered. Only whole commands, best once a batch. */
static inline void gale_lane_publish(struct gale_lane *lane)
{
    __atomic_store_n(&lane->memory->tail, lane->tail, __ATOMIC_RELEASE);
}

/* Returns why the lane takes nothing more, GALE_LANE_OPEN if it does. Who sees it closed sees the last completed word. */
static inline uint64_t gale_lane_closed(const struct gale_lane *lane)
{
    return __atomic_load_n(&lane->memory->closed, __ATOMIC_ACQUIRE);
}

/* Returns whether the effects of all published commands are out. */
static inline int gale_lane_is_completed(const struct gale_lane *lane)
{
    return __atomic_load_n(&lane->memory->completed, __ATOMIC_ACQUIRE) ==
        __atomic_load_n(&lane->memory->tail, __ATOMIC_RELAXED);
}

#endif
