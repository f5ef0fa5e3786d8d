package org.gale.engine.storm.model;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import org.gale.engine.storm.scenario.SettingValues;

/**
 * Drives with queues of which one half makes a {@link Mistake}. Between its two steps a wrong half is preempted for
 * {@link Mistake#STEP_NS}. Owned by the thread that drives the run.
 */
abstract class WrongIo extends IoModel
{
    /** Kind of traffic of drives, whose halves may be wrong. */
    static final ModelKind KIND = new ModelKind(IoModel.KIND.kind(), WrongIo::of);

    private long acted;

    private WrongIo(final SettingValues values, final DevicePlace place)
    {
        super(values, place);
    }

    private static TrafficModel of(final SettingValues values, final DevicePlace place)
    {
        final Mistake mistake = Mistake.of("io", values);

        return mistake == null ? new IoModel(values, place) : switch (mistake)
        {
            case WORDS_FIRST -> new WordsFirst(values, place);
            case SKIP_ENTRY -> new SkipEntry(values, place);
            case DOORBELL_FIRST -> new DoorbellFirst(values, place);
            case SHARED_VECTOR -> new SharedVector(values, place);
            case PHASE_FIRST -> new PhaseFirst(values, place);
            case INTERRUPT_FIRST -> new InterruptFirst(values, place);
            case ENABLE_LAST -> new EnableLast(values, place);
            case TIMER_ONCE -> new TimerOnce(values, place);
            default -> throw new IllegalStateException("no mistake of io: " + mistake);
        };
    }

    @Override
    public final long acted()
    {
        return acted;
    }

    final void act()
    {
        acted++;
    }

    /** Driver or device by which an entry is taken with the words of an earlier lap of the ring. */
    private abstract static class Stale extends WrongIo
    {
        private final int[] before;                                 // by entry: the request of an earlier one

        Stale(final SettingValues values, final DevicePlace place)
        {
            super(values, place);
            before = new int[completed.length];
            for (int i = 0; i < before.length; i++)
            {
                before[i] = i - i % depth;                          // an entry that is 0 names the first request
            }
        }

        @Override
        void post(final long nowNs, final int request, final EventSink sink)
        {
            final int entry = request - request % depth + complete[request / depth];
            before[entry] = completed[entry];
            super.post(nowNs, request, sink);
        }

        /** Takes the request that an entry named before, if that one is not complete. */
        final void take(final int event, final int entry)
        {
            final int request = Math.max(before[event * depth + entry], event * depth);
            final boolean isComplete = Arrays.stream(
                completed, event * depth, event * depth + complete[event]).anyMatch(other -> other == request);
            if (!isComplete)
            {
                act();
                seams[event].claimed(request % depth);
            }
        }
    }

    /** Driver that has loaded the words of an entry before it finds the phase of the entry new. */
    private static final class WordsFirst extends Stale
    {
        private final int[] visible;                                // by event, when the handler began

        WordsFirst(final SettingValues values, final DevicePlace place)
        {
            super(values, place);
            visible = new int[complete.length];
        }

        @Override
        public void acknowledged(final long nowNs, final int event)
        {
            visible[event] = complete[event];
        }

        @Override
        public void handled(final long nowNs, final int event)
        {
            if (complete[event] > visible[event])
            {
                take(event, visible[event]);
            }
            super.handled(nowNs, event);
        }
    }

    /** Device that writes the phase of an entry, and its other words a step later. */
    private static final class PhaseFirst extends Stale
    {
        private final long[] writtenNs;                             // by event: the words of its last entry

        PhaseFirst(final SettingValues values, final DevicePlace place)
        {
            super(values, place);
            writtenNs = new long[complete.length];
        }

        @Override
        void post(final long nowNs, final int request, final EventSink sink)
        {
            writtenNs[request / depth] = nowNs + Mistake.STEP_NS;
            super.post(nowNs, request, sink);
        }

        @Override
        public void handled(final long nowNs, final int event)
        {
            if (complete[event] > 0 && nowNs < writtenNs[event])
            {
                take(event, complete[event] - 1);
            }
            super.handled(nowNs, event);
        }
    }

    /** Driver that takes the first of several entries, and goes on with the third. */
    private static final class SkipEntry extends WrongIo
    {
        SkipEntry(final SettingValues values, final DevicePlace place)
        {
            super(values, place);
        }

        @Override
        public void handled(final long nowNs, final int event)
        {
            if (complete[event] > 1)
            {
                final int second = event * depth + 1;
                System.arraycopy(completed, second + 1, completed, second, complete[event] - 2);
                complete[event]--;
                act();
            }
            super.handled(nowNs, event);
        }
    }

    /** Driver that gives the slot of the last entry back when it takes the next one. */
    private static final class DoorbellFirst extends WrongIo
    {
        private final BitSet isFull = new BitSet();                 // by event: of an entry that was taken

        DoorbellFirst(final SettingValues values, final DevicePlace place)
        {
            super(values, place);
        }

        @Override
        void post(final long nowNs, final int request, final EventSink sink)
        {
            if (isFull.get(request / depth))
            {
                act();                                              // the device has no slot, and waits for one
            }
            else
            {
                super.post(nowNs, request, sink);
            }
        }

        @Override
        public void handled(final long nowNs, final int event)
        {
            isFull.set(event, depth == 1);                          // the next entry gives back that of a deeper queue
            super.handled(nowNs, event);
        }
    }

    /** Driver whose handler of a vector checks the first of the two queues that share it. */
    private static final class SharedVector extends WrongIo
    {
        SharedVector(final SettingValues values, final DevicePlace place)
        {
            super(values, place);
        }

        @Override
        void raise(final int event, final EventSink sink)
        {
            super.raise(event & ~1, sink);
        }

        @Override
        public void handled(final long nowNs, final int event)
        {
            if (event + 1 < complete.length && complete[event + 1] > 0)
            {
                act();
            }
            super.handled(nowNs, event);
        }
    }

    /** Device whose interrupt comes a step before its entry. */
    private static final class InterruptFirst extends WrongIo
    {
        private final ArrayDeque<long[]> hidden = new ArrayDeque<>();   // times and requests

        InterruptFirst(final SettingValues values, final DevicePlace place)
        {
            super(values, place);
        }

        @Override
        public long nextNs()
        {
            return hidden == null || hidden.isEmpty() ? super.nextNs() : Math.min(hidden.peek()[0], super.nextNs());
        }

        @Override
        public void fire(final long nowNs, final EventSink sink)
        {
            if (hidden.isEmpty() || hidden.peek()[0] > super.nextNs())
            {
                super.fire(nowNs, sink);
            }
            else
            {
                final int request = (int)hidden.remove()[1];
                show(request / depth, request);
            }
        }

        @Override
        void post(final long nowNs, final int request, final EventSink sink)
        {
            hidden.add(new long[]{nowNs + Mistake.STEP_NS, request});
            act();
            if (drive.isPostedForInterrupt(nowNs, request / depth))
            {
                raise(request / depth, sink);
            }
        }
    }

    /** Device that switches the doorbell of a queue on a step after it has found the queue empty. */
    private static final class EnableLast extends WrongIo
    {
        private final int[] entered;                                // by event: requests; null while it is made
        private final long[] deafUntilNs;

        EnableLast(final SettingValues values, final DevicePlace place)
        {
            super(values, place);
            deafUntilNs = new long[complete.length];
            entered = new int[complete.length];
            Arrays.fill(entered, depth);
        }

        @Override
        void enter(final long nowNs, final int request)
        {
            final int event = request / depth;
            if (entered != null && nowNs < deafUntilNs[event])
            {
                act();
                return;
            }
            if (entered != null)
            {
                entered[event]++;
            }
            super.enter(nowNs, request);
        }

        @Override
        void post(final long nowNs, final int request, final EventSink sink)
        {
            final int event = request / depth;
            entered[event]--;
            deafUntilNs[event] = entered[event] == 0 ? nowNs + Mistake.STEP_NS : deafUntilNs[event];
            super.post(nowNs, request, sink);
        }
    }

    /** Device whose timer of coalescing is armed once for each queue. */
    private static final class TimerOnce extends WrongIo
    {
        TimerOnce(final SettingValues values, final DevicePlace place)
        {
            super(values, place);
            ((OnceDrive)drive).model = this;
        }

        @Override
        IoDrive drive(final SettingValues values, final Draw service, final int events, final int count,
            final int others, final IoDrive.Times times)
        {
            return new OnceDrive(values, service, events, count, others, times);
        }
    }

    /** Drive of such a device. */
    private static final class OnceDrive extends IoDrive
    {
        private final BitSet isArmed = new BitSet();
        private WrongIo model;

        OnceDrive(final SettingValues values, final Draw service, final int events, final int requests,
            final int others, final Times times)
        {
            super(values, service, events, requests, others, times);
        }

        @Override
        protected void arm(final int event, final long ns)
        {
            if (isArmed.get(event))
            {
                model.act();
            }
            else
            {
                isArmed.set(event);
                super.arm(event, ns);
            }
        }
    }
}
