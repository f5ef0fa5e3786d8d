package org.gale.engine.device.proof;

import java.util.Set;
import java.util.SplittableRandom;
import org.gale.engine.device.DeviceRoles;
import org.gale.engine.support.StateCase;
import org.gale.engine.support.StateHarness;
import org.gale.engine.support.StateRole;
import org.junit.jupiter.api.Test;

class DeviceHistoryStateTest
{
    private static final long SECOND = 1_000_000_000;

    @Test
    void shouldBeginAnIntervalWithoutTheCountsOfTheOneBefore()
    {
        new StateHarness<>(DeviceRoles.ROLES, "endInterval", StateRole.KEPT, new Driver()).check();
    }

    /** History with its clock. */
    private static final class Used
    {
        private final DeviceHistory history = new DeviceHistory();
        private long nowNs = SECOND;
    }

    private static final class Driver implements StateCase<Used>
    {
        @Override
        public Used make()
        {
            return new Used();
        }

        @Override
        public String step(final Used used, final SplittableRandom random)
        {
            used.nowNs += random.nextInt(10) == 0 ? random.nextLong(SECOND) : random.nextLong(1_000);
            final DeviceHistory history = used.history;
            switch (random.nextInt(4))
            {
                case 0 -> history.sent(used.nowNs - random.nextLong(1_000), used.nowNs);
                case 1 -> history.completed();
                case 2 -> history.looked(1 + random.nextInt(3), random.nextInt(5), random.nextInt(1_000),
                    used.nowNs - random.nextLong(100_000), used.nowNs - random.nextLong(10_000), used.nowNs);
                default -> history.gone(1 + random.nextInt(2));
            }

            return random.nextInt(50) > 0 ? "" : text(history);
        }

        private static String text(final DeviceHistory history)
        {
            final StringBuilder text = new StringBuilder();
            history.history().intervals().forEach(interval -> text.append(interval.startNs()).append(' ')
                .append(interval.lengthNs()).append(interval.counts()));

            return text.append(history.elapsedNs()).append(history.outliers()).toString();
        }

        @Override
        public void operate(final Used used)
        {
            used.history.sent(used.nowNs, used.nowNs);
            used.history.sent(used.nowNs, ++used.nowNs);
            used.history.history();
        }

        @Override
        public Object root(final Used used)
        {
            return used.history;
        }

        /** Returns what 3,600 intervals need. */
        @Override
        public Set<String> rare()
        {
            return Set.of("DeviceHistory.dropped");
        }
    }
}
