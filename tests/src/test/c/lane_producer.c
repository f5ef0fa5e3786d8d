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
 *   cc -std=c11 -O2 -Wall -Wextra -pedantic -I engine/include -o lane_producer lane_producer.c
 */
#define _POSIX_C_SOURCE 200809L
#include <gale_lane.h>
#include <inttypes.h>
#include <sched.h>
#include <stdlib.h>

#define BATCH 256
#define WAITS_PER_CHECK 64

static int gone(const char *program, uint64_t sent, uint64_t refused)
{
    fprintf(stderr, "%s: gale is gone after %" PRIu64 " sent and %" PRIu64 " refused\n", program, sent, refused);
    return 4;
}

/* Once in so many waits: is gale still there? */
static int is_abandoned(const struct gale_lane *lane, uint64_t *waits)
{
    sched_yield();
    return ++*waits % WAITS_PER_CHECK == 0 && gale_lane_is_gone(lane);
}

int main(int argc, char **argv)
{
    if (argc < 5 || argc > 7 || atoll(argv[3]) < 1 || atoll(argv[4]) < 1)
    {
        fprintf(stderr, "usage: %s DIR COUNT DEVICES EVENTS [COMMIT [ITSS]]\n", argv[0]);
        return 2;
    }
    const uint64_t count = strtoull(argv[2], NULL, 10);
    const uint64_t devices = strtoull(argv[3], NULL, 10);
    const uint64_t events = strtoull(argv[4], NULL, 10);
    const int commit = argc < 6 || atoi(argv[5]) != 0;
    const uint64_t itss = argc < 7 ? 1 : strtoull(argv[6], NULL, 10);
    struct gale_lane lane;
    const int claimed = gale_lane_claim(&lane, argv[1]);
    if (claimed == -2)
    {
        return gone(argv[0], 0, 0);
    }
    if (claimed != 0)
    {
        fprintf(stderr, "%s: no free lane in %s\n", argv[0], argv[1]);
        return 1;
    }

    uint64_t refused = 0;
    uint64_t sent = 0;
    uint64_t waits = 0;
    while (sent < count && gale_lane_closed(&lane) == GALE_LANE_OPEN)
    {
        const uint64_t batch = count - sent < BATCH ? count - sent : BATCH;
        if (!gale_lane_has_room(&lane, (itss == 1 ? 1 : 2) * batch + 2))                              /* never wait inside a command */
        {
            refused++;
            if (is_abandoned(&lane, &waits))
            {
                return gone(argv[0], sent, refused);
            }
            continue;
        }
        const uint64_t now = gale_lane_now();
        gale_lane_time(&lane, now);
        for (uint64_t i = 0; i < batch; i++, sent++)
        {
            const uint32_t device = (uint32_t)(sent / events % devices);
            gale_lane_msi_to(&lane, (uint32_t)(device % itss), device, (uint32_t)(sent % events), now);
        }
        if (sent == count && !commit)
        {
            printf("offered\n");
            fflush(stdout);
            pause();
        }
        gale_lane_publish(&lane);
    }
    for (;;)
    {
        const uint64_t closed = gale_lane_closed(&lane);                        /* first: see gale_lane_closed */
        if (sent == count && gale_lane_is_completed(&lane))
        {
            break;
        }
        if (closed != GALE_LANE_OPEN)
        {
            fprintf(stderr, "%s: the lane is closed: %" PRIu64 " after %" PRIu64 " sent and %" PRIu64 " refused\n",
                argv[0], closed, sent, refused);
            return 3;
        }
        if (is_abandoned(&lane, &waits))
        {
            return gone(argv[0], sent, refused);
        }
    }
    printf("sent %" PRIu64 " refused %" PRIu64 "\n", sent, refused);
    return 0;
}
