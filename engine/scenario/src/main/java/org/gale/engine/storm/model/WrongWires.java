package org.gale.engine.storm.model;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gale.engine.storm.scenario.SettingValues;

/** Lines and timers of which one half makes a {@link Mistake}. Pure functions. */
final class WrongWires
{
    /** Kind of traffic of devices with lines, whose halves may be wrong. */
    static final ModelKind LINES = new ModelKind(LineVector.KIND.kind(), WrongWires::lines);
    /** Kind of traffic of timers, which may be wrong. */
    static final ModelKind TIMERS = new ModelKind(TimerVector.KIND.kind(), WrongWires::timers);

    private WrongWires()
    {
    }

    private static TrafficModel lines(final SettingValues values, final DevicePlace place)
    {
        final Mistake mistake = Mistake.of("line", values);

        return LineVector.make(values, place, mistake == null ? LineVector::new :
            mistake == Mistake.EOI_FIRST ? EoiFirst::new : NoResampler::new);
    }

    private static TrafficModel timers(final SettingValues values, final DevicePlace place)
    {
        return TimerVector.make(
            values, place, Mistake.of("timer", values) == null ? TimerVector::new : CompareEqual::new);
    }

    /** Line whose driver ends the interrupt, and then makes its devices quiet: the interrupt comes once more. */
    private static final class EoiFirst extends LineVector
    {
        private boolean isAgain;                                    // the handler in hand, or the next one, comes again
        private long eventsBefore;
        private long acted;

        EoiFirst(final List<Draw> gaps, final QueueSeam seam)
        {
            super(gaps, seam);
        }

        @Override
        public void acknowledged(final long nowNs)
        {
            super.acknowledged(nowNs);
            if (isAgain)
            {
                Arrays.fill(isLater, false);
            }
            else
            {
                eventsBefore = completions();
            }
        }

        @Override
        public boolean staysHigh()
        {
            return isAgain ? super.staysHigh() : isLineHigh();
        }

        @Override
        public void handled(final long nowNs)
        {
            if (isAgain)
            {
                acted += completions() == eventsBefore ? 1 : 0;
                super.handled(nowNs);
            }
            else
            {
                isHandled = false;
            }
            isAgain = !isAgain;
        }

        @Override
        public long acted()
        {
            return acted;
        }
    }

    /** Line that nobody samples again: an event that came after the begin of the handler raises nothing. */
    private static final class NoResampler extends LineVector
    {
        private long acted;

        NoResampler(final List<Draw> gaps, final QueueSeam seam)
        {
            super(gaps, seam);
        }

        @Override
        public boolean staysHigh()
        {
            acted += super.staysHigh() ? 1 : 0;

            return false;
        }

        @Override
        public long acted()
        {
            return acted;
        }
    }

    /** Timer that fires on equality alone: one that is set to a time that has passed never does. */
    private static final class CompareEqual extends TimerVector
    {
        private boolean isPassed;
        private long acted;

        CompareEqual(final long hz, final long phaseNs, final long jitterNs, final SplittableRandom random,
            final QueueSeam seam)
        {
            super(hz, phaseNs, jitterNs, random, seam);
        }

        @Override
        public boolean fire(final long nowNs)
        {
            isPassed = isHigh;

            return super.fire(nowNs);
        }

        @Override
        public void handled(final long nowNs)
        {
            super.handled(nowNs);
            if (isPassed)
            {
                acted++;
                nextNs = TrafficModel.NEVER;
            }
        }

        @Override
        public long acted()
        {
            return acted;
        }
    }
}
