package org.gale.engine.device.nvme;

import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import org.gale.engine.device.DeviceRoles;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.support.PlainCase;
import org.gale.engine.support.StateCase;
import org.gale.engine.support.StateHarness;
import org.gale.engine.support.StateRole;
import org.junit.jupiter.api.Test;

/** Fields of the parts of a controller after a reset, which are as new. */
class NvmeStateTest
{
    private static final int QUEUES = 3;
    private static final int SLOTS = 6;
    /** More than a drive serves at a time. */
    private static final int TIMED_SLOTS = 90;

    @Test
    void shouldHaveNewFeaturesWhenReset()
    {
        check("reset", new PlainCase<>(() -> new Features(QUEUES, 0x0203), NvmeStateTest::feature, Features::reset));
    }

    @Test
    void shouldHaveNothingDueWhenCleared()
    {
        check("clear", new PlainCase<>(() -> new DueRequests(SLOTS, QUEUES), NvmeStateTest::due,
            DueRequests::clear));
    }

    @Test
    void shouldServeNothingWhenCleared()
    {
        check("clear", new PlainCase<>(UsedTimes::new, UsedTimes::step, UsedTimes::clear, used -> used.times,
            Set.of()));
    }

    @Test
    void shouldSubmitARequestAsInASlotThatWasNeverUsed()
    {
        check("submit", new StateCase<UsedTimes>()
        {
            @Override
            public UsedTimes make()
            {
                return new UsedTimes();
            }

            @Override
            public String step(final UsedTimes used, final SplittableRandom random)
            {
                return used.step(random);
            }

            @Override
            public void operate(final UsedTimes used)
            {
                used.submitAll();
            }

            @Override
            public void prepare(final UsedTimes fresh, final UsedTimes used)
            {
                fresh.submitAll();
            }

            @Override
            public Object root(final UsedTimes used)
            {
                return used.times;
            }
        });
    }

    private static <T> void check(final String operation, final StateCase<T> driver)
    {
        new StateHarness<>(DeviceRoles.ROLES, operation, StateRole.KEPT, driver).check();
    }

    private static String feature(final Features features, final SplittableRandom random)
    {
        final int feature = random.nextInt(12);
        final int status = features.set(feature, random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(2));

        return status + " " + features.has(feature) + " " + features.get(feature, 1);
    }

    private static String due(final DueRequests due, final SplittableRandom random)
    {
        if (random.nextBoolean() && !due.isEmpty())
        {
            return due.firstNs() + " " + due.take();
        }
        final StringBuilder text = new StringBuilder();
        due.interrupts(queue -> text.append(queue).append(' '));
        if (text.length() < 10)
        {
            if (random.nextBoolean())
            {
                due.interrupt(random.nextInt(QUEUES), random.nextLong());
            }
            else if (due.isEmpty())
            {
                due.completed(random.nextInt(SLOTS));
            }
        }

        return text.toString();
    }

    /** Times of requests with the clock of their caller, which knows what is in flight. */
    private static final class UsedTimes
    {
        private final RequestTimes times = new RequestTimes(
            TrafficKinds.of("io").complete(SettingValues.NONE), 5, QUEUES, TIMED_SLOTS);
        private final boolean[] isInFlight = new boolean[TIMED_SLOTS];
        private final StringBuilder text = new StringBuilder();
        private long nowNs;

        private String step(final SplittableRandom random)
        {
            text.setLength(0);
            nowNs += random.nextInt(random.nextInt(40) == 0 ? 1_000_000 : 900);
            advance();
            final int slot = random.nextInt(TIMED_SLOTS);
            switch (random.nextInt(8))
            {
                case 0 -> times.coalesce(1 + random.nextInt(4), 100_000L * random.nextInt(3));
                case 1 -> times.dropQueue(random.nextInt(QUEUES));
                case 2 ->
                {
                    if (isInFlight[slot])
                    {
                        times.drop(slot);
                    }
                }
                default ->
                {
                    for (int next = slot; next < Math.min(slot + 4, TIMED_SLOTS); next++)
                    {
                        submit(next, random.nextInt(QUEUES));
                    }
                }
            }

            return text.append(times.nextNs()).toString();
        }

        private void advance()
        {
            times.advance(nowNs, new RequestTimes.Sink()
            {
                @Override
                public void completed(final int slot)
                {
                    isInFlight[slot] = false;
                    text.append("completed ").append(slot).append(' ');
                }

                @Override
                public void interrupt(final int queue, final long atNs)
                {
                    text.append("interrupt ").append(queue).append(' ');
                }
            });
        }

        /** Lets all requests end, and submits one in each slot. */
        private void submitAll()
        {
            nowNs += 100_000_000_000L;
            advance();
            for (int slot = 0; slot < TIMED_SLOTS; slot++)
            {
                submit(slot, 1);
            }
        }

        private void submit(final int slot, final int queue)
        {
            if (!isInFlight[slot])
            {
                isInFlight[slot] = true;
                times.submit(nowNs, slot, queue);
            }
        }

        private void clear()
        {
            times.clear();
            Arrays.fill(isInFlight, false);
        }
    }
}
