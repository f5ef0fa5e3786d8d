package org.gale.engine.storm.engines;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.host.AgentHost;
import org.gale.engine.host.Backoff;
import org.gale.engine.storm.run.RunningStorm;
import org.gale.engine.storm.run.Team;

/**
 * Team of the engines of one storm.
 *
 * <p><b>Threads.</b> Each engine has a member for its own thread.
 *
 * <p><b>Guarantees.</b> All engines begin at one time, which the last one that is ready reads. A decrement that reaches
 * zero comes behind what each engine did before its own.
 *
 * <p><b>Assumptions.</b> Every engine notes its end, also where it never begins.
 *
 * <p><b>Progress.</b> Wait-free, but for the wait for the searches of the others.
 * <pre>
 *   engine 0   set up, rehearse, ready ......... begun | warm-up ... settled ....... | measured
 *   engine 1   set up, rehearse ........ ready, begun | warm-up ........... settled | measured
 * </pre>
 */
final class EngineTeam
{
    private final NanoClock clock;
    private final AgentHost helpers;
    private final List<Member> members = new ArrayList<>();
    private final AtomicInteger unready;
    private final AtomicInteger unsettled;
    private final AtomicInteger unsearched;
    private final AtomicLong firstHitNs = new AtomicLong(RunningStorm.NEVER);
    private volatile long begunNs = Team.NOT_YET;
    private volatile boolean isStopping;
    private volatile boolean isAbandoned;

    EngineTeam(final int engines, final NanoClock clock, final AgentHost helpers)
    {
        this.clock = clock;
        this.helpers = helpers;
        this.unready = new AtomicInteger(engines);
        this.unsettled = new AtomicInteger(engines);
        this.unsearched = new AtomicInteger(engines);
    }

    /** Member of one engine. */
    private final class Member implements Team
    {
        private final String threadName;
        private boolean isReady;
        private boolean isWarm;
        private boolean isSearched;

        Member(final String threadName)
        {
            this.threadName = threadName;
        }

        @Override
        public boolean isAny()
        {
            return true;
        }

        @Override
        public int engines()
        {
            return members.size();
        }

        @Override
        public String threadName()
        {
            return threadName;
        }

        @Override
        public AgentHost helpers()
        {
            return helpers;
        }

        @Override
        public long begunNs()
        {
            if (!isReady)
            {
                isReady = true;
                if (unready.decrementAndGet() == 0)
                {
                    begunNs = clock.nanoTime();
                }
            }

            return begunNs;
        }

        @Override
        public boolean isSettled()
        {
            if (!isWarm)
            {
                isWarm = true;
                unsettled.decrementAndGet();
            }

            return unsettled.get() == 0;
        }

        @Override
        public long firstHitNs(final long ns)
        {
            tell(ns);
            for (int turn = 0; unsearched.get() > 0 && !isAbandoned; turn++)
            {
                Backoff.idle(turn);
            }

            return firstHitNs.get();
        }

        private void tell(final long ns)
        {
            if (!isSearched)
            {
                isSearched = true;
                firstHitNs.accumulateAndGet(ns, Math::min);
                unsearched.decrementAndGet();
            }
        }

        @Override
        public boolean isStopping()
        {
            return isStopping;
        }

        @Override
        public boolean isAbandoned()
        {
            return isAbandoned;
        }

        @Override
        public void ended(final boolean isFailed, final boolean isStopped)
        {
            tell(RunningStorm.NEVER);
            isSettled();
            isStopping = isStopping || isStopped;
            isAbandoned = isAbandoned || isFailed;
        }
    }

    /**
     * Makes the member of one engine.
     *
     * @param threadName name of its thread
     */
    Team member(final String threadName)
    {
        final Member member = new Member(threadName);
        members.add(member);

        return member;
    }

    /** Notes the end of an engine, which may not have begun. On its thread. */
    void ended(final int engine, final boolean isFailed)
    {
        members.get(engine).ended(isFailed, false);
    }
}
