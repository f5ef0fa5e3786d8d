package org.gale.engine.storm.law;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.result.Load;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.topology.Topology;

/**
 * Law of a modelled host: what it counts, and what its PEs spend their time on, follow from the steps that its vCPUs
 * take. The law sees each step with its PE and time, and counts for itself: wakes, those for which a PE polled, waits
 * for a PE, moves to other PEs, exits, and time in handlers and guests, and of polling. Owned by the thread of the run.
 */
public final class HostLaw
{
    private static final int NOBODY = -1;
    /** Places in which an event finds a vCPU. */
    private static final int PLACES = 3;

    private final Polling polling;
    private final StepTimes times;
    private final SchedulerLaw scheduler;
    private final HandlerTimes handlerTimes;
    private final PollTimes pollTimes;
    private final VcpuStep[] steps;                                     // each by vCPU
    private final long[] sinceNs;
    private final long[] asleepNs;
    private final long[] windowsNs;
    private final int[] lastPes;
    private final int[] pollOwners;                                 // each by PE
    private final long[] pollEndsNs;
    private int[] groups = {};                                      // by vCPU, where they are known
    private long[] handledOf = {};                                  // each by group
    private long[] exitsOf = {};
    private long[] others = {};                                     // handlers and entries that may be exits
    private long handledNs;
    private long workedNs;
    private long wakes;
    private long polledAtLeast;
    private long polledAtMost;
    private long waits;
    private long moves;
    private long exits;
    private long reentries;
    private long handlers;
    private String mistaken;                                        // path of an event, in words; or null

    /**
     * Windows within which PEs poll, as the job has them.
     *
     * @param fixedNs window of all blocks, if {@code maxNs} is 0
     * @param maxNs   the longest window of a vCPU, whose windows follow its blocks; 0 for fixed ones
     * @param startNs the first one that is not 0
     */
    public record Polling(long fixedNs, long maxNs, long startNs, long grow, long shrink)
    {
        /** Returns the windows of a cost model. */
        public static Polling of(final CostModel costs)
        {
            return costs.time(Cost.POLL) instanceof Distribution.Window window ?
                new Polling(0, window.maxNs(), window.startNs(), window.grow(), window.shrink()) :
                new Polling(costs.pollNs(), 0, 0, 0, 0);
        }

        /** Returns the window behind a block. */
        private long next(final long ns, final long blockNs)
        {
            if (maxNs == 0 || blockNs <= ns)
            {
                return ns;
            }
            if (ns != 0 && blockNs > maxNs)
            {
                final long less = ns / shrink;

                return less >= startNs ? less : 0;
            }
            final long more = Math.max(startNs, ns * grow);

            return ns >= maxNs || blockNs >= maxNs ? ns : Math.min(more, maxNs);
        }
    }

    /**
     * Rules of a scheduler.
     *
     * @param isQueueOfPe true if vCPUs wait at their last PE, false if they wait for any
     * @param preempts    true if wakers preempt
     */
    public record Scheduling(boolean isQueueOfPe, boolean preempts, long sliceNs)
    {
    }

    /** Makes the law of a host whose vCPUs all sleep at time 0. */
    public HostLaw(final Topology topology, final CostModel costs, final Scheduling rules)
    {
        this(topology.totalVpes(), topology.endOwnPe(), Polling.of(costs), new StepTimes(costs), new SchedulerLaw.Rules(
            topology.firstOwnPe(), rules.isQueueOfPe, rules.preempts, rules.sliceNs));
        groups = IntStream.range(0, topology.totalVpes())
            .map(vcpu -> topology.groupOfVm(topology.vmOfVpe(vcpu))).toArray();
        handledOf = new long[topology.groups().size()];
        exitsOf = new long[handledOf.length];
        others = new long[handledOf.length];
    }

    HostLaw(
        final int vcpus, final int pes, final Polling polling, final StepTimes times, final SchedulerLaw.Rules rules)
    {
        scheduler = new SchedulerLaw(vcpus, pes, rules);
        handlerTimes = new HandlerTimes(vcpus);
        pollTimes = new PollTimes(pes);
        this.polling = polling;
        this.times = times;
        steps = new VcpuStep[vcpus];
        Arrays.fill(steps, VcpuStep.ASLEEP);
        sinceNs = new long[vcpus];
        asleepNs = new long[vcpus];
        windowsNs = new long[vcpus];
        Arrays.fill(windowsNs, polling.maxNs() == 0 ? polling.fixedNs() : 0);
        lastPes = new int[vcpus];
        Arrays.fill(lastPes, NOBODY);
        pollOwners = new int[pes];
        Arrays.fill(pollOwners, NOBODY);
        pollEndsNs = new long[pes];
    }

    /**
     * Takes a step.
     *
     * @param pe that the vCPU has, or had last; below 0 if none yet
     */
    public void to(final int vcpu, final VcpuStep step, final int pe, final long nowNs)
    {
        final VcpuStep before = steps[vcpu];
        handledNs += before == VcpuStep.HANDLING ? nowNs - sinceNs[vcpu] : 0;
        workedNs += before == VcpuStep.WORKING ? nowNs - sinceNs[vcpu] : 0;
        ofGroup(vcpu, before, step, nowNs);
        handlerTimes.to(vcpu, step == VcpuStep.HANDLING, nowNs);
        times.took(before, step, nowNs - sinceNs[vcpu]);
        sinceNs[vcpu] = nowNs;
        steps[vcpu] = step;
        scheduler.to(vcpu, step, pe, windowsNs[vcpu], nowNs);
        switch (step)
        {
            case ASLEEP:
                asleepNs[vcpu] = nowNs;
                pollOwners[pe] = vcpu;
                pollEndsNs[pe] = nowNs + windowsNs[vcpu];
                pollTimes.begins(pe, windowsNs[vcpu], nowNs);
                break;
            case WAKING:
                wake(vcpu, pe, nowNs);
                break;
            case WAITING:
                waits += before == VcpuStep.PREEMPTED ? 0 : 1;
                break;
            case LOADING:
                moves += before != VcpuStep.LOADING && lastPes[vcpu] != NOBODY && lastPes[vcpu] != pe ? 1 : 0;
                lastPes[vcpu] = pe;
                pollOwners[pe] = NOBODY;
                pollTimes.ends(pe, nowNs);
                break;
            case HANDLING:
                handlers++;
                break;
            case EXITING:
            case PREEMPTING:
            case STOLEN:
                exits++;
                break;
            case REENTERING:                                        // or a trap for a command, which is no exit
                reentries += before == VcpuStep.EXITING || before == VcpuStep.STOLEN ? 0 : 1;
                break;
            default:
                break;
        }
    }

    private void ofGroup(final int vcpu, final VcpuStep before, final VcpuStep step, final long nowNs)
    {
        if (groups.length > 0)
        {
            final int group = groups[vcpu];
            final boolean isExit = step == VcpuStep.EXITING || step == VcpuStep.PREEMPTING || step == VcpuStep.STOLEN;
            handledOf[group] += before == VcpuStep.HANDLING || before == VcpuStep.WORKING ? nowNs - sinceNs[vcpu] : 0;
            exitsOf[group] += isExit ? 1 : 0;
            others[group] += step == VcpuStep.HANDLING || step == VcpuStep.REENTERING ? 1 : 0;
        }
    }

    /** Notes that a PE serves an interrupt of the host from now on, or none. */
    public void serves(final int pe, final boolean serves, final long nowNs)
    {
        pollTimes.serves(pe, serves, nowNs);
    }

    /** Notes that a vCPU begins a handler. */
    public void begins(final int vcpu)
    {
        scheduler.begins(vcpu);
        handlerTimes.begins(vcpu);
    }

    /** Notes for how long the handler of a vCPU is to run, or how much longer. */
    public void takes(final int vcpu, final long ns)
    {
        handlerTimes.takes(vcpu, ns);
    }

    /** Notes that the handler of a vCPU has ended. */
    public void ends(final int vcpu, final long nowNs)
    {
        scheduler.ends(vcpu);
        handlerTimes.ends(vcpu, nowNs);
    }

    /**
     * Notes that an event comes to a vCPU.
     *
     * @param isForwarded true if software injects it
     */
    public void comes(final int vcpu, final InterruptPath path, final boolean isForwarded, final long nowNs)
    {
        if (path.number() != place(steps[vcpu]) + (isForwarded ? PLACES : 0) && mistaken == null)
        {
            mistaken = "an event comes to vCPU " + vcpu + " at " + NumberText.count(nowNs) + " ns by the path " +
                path.label() + ", and the vCPU is " + steps[vcpu];
        }
    }

    /** Returns the number of a place: 0 on a PE, 1 before or after that, 2 asleep until it is woken. */
    private static int place(final VcpuStep step)
    {
        final boolean isAsleep =
            step == VcpuStep.ASLEEP || step == VcpuStep.RUNG || step == VcpuStep.WAKING || step == VcpuStep.PUTTING;
        final boolean wantsPe = step == VcpuStep.WAITING || step == VcpuStep.LOADING || step == VcpuStep.ENTERING ||
            step == VcpuStep.PREEMPTING || step == VcpuStep.PREEMPTED || step == VcpuStep.STOPPED;

        return isAsleep ? 2 : wantsPe ? 1 : 0;
    }

    /** {@return the first handler that ran for another time than it was to, or event of another path, or null} */
    public String firstBroken()
    {
        return mistaken != null ? mistaken : handlerTimes.broken();
    }

    /**
     * Notes that a vCPU makes room for another one.
     *
     * @param isSignalled true if the machine has an interrupt for it
     */
    public void makesRoom(final int vcpu, final boolean isSignalled, final long nowNs)
    {
        scheduler.makesRoom(vcpu, isSignalled, nowNs);
    }

    private void wake(final int vcpu, final int pe, final long nowNs)
    {
        wakes++;
        if (pe >= 0 && pollOwners[pe] == vcpu)
        {
            polledAtLeast += nowNs < pollEndsNs[pe] ? 1 : 0;        // at its end either may come first
            polledAtMost += nowNs <= pollEndsNs[pe] && windowsNs[vcpu] > 0 ? 1 : 0;
        }
        windowsNs[vcpu] = polling.next(windowsNs[vcpu], nowNs - asleepNs[vcpu]);
    }

    /**
     * Compares what a host says of a run that came to its end with the steps of its vCPUs.
     *
     * @param counts by name: {@code exits}, {@code woken}, {@code polled}, {@code waits}, {@code migrations}
     * @param peNs   time of all PEs by what they did
     * @return how they differ, or null
     */
    public String broken(final long endNs, final Map<String, Long> counts, final Map<String, Long> peNs)
    {
        for (int vcpu = 0; vcpu < steps.length; vcpu++)
        {
            handledNs += steps[vcpu] == VcpuStep.HANDLING ? endNs - sinceNs[vcpu] : 0;
            workedNs += steps[vcpu] == VcpuStep.WORKING ? endNs - sinceNs[vcpu] : 0;
            ofGroup(vcpu, steps[vcpu], VcpuStep.ASLEEP, endNs);
            sinceNs[vcpu] = endNs;
        }
        final long woken = counts.get("woken");
        final long polled = counts.get("polled");
        final long pollNs = pollTimes.until(endNs);

        return first(
            differ("woken and polled", woken + polled, wakes, wakes),
            differ("polled", polled, polledAtLeast, polledAtMost),
            differ("waits", counts.get("waits"), waits, waits),
            differ("migrations", counts.get("migrations"), moves - loading(), moves),
            differ("exits", counts.get("exits"), exits, exits + reentries + handlers),
            differ("handler", peNs.get("handler"), handledNs, handledNs),
            differ("softirq and thread", peNs.getOrDefault("softirq", 0L) + peNs.getOrDefault("thread", 0L), workedNs,
            workedNs),
            differ("polling", peNs.get("polling"), pollNs, pollNs),
            times.broken(), scheduler.broken(endNs));
    }

    /**
     * Compares what a host says of the groups with the steps of their vCPUs, and sums with those of all PEs. Called
     * after {@link #broken}.
     *
     * @param spent on each group
     * @return how they differ, or null
     */
    public String brokenOfGroups(final List<Load.Spent> spent, final Map<String, Long> peNs)
    {
        final long host = peNs.get("host") + peNs.get("stolen");
        String fault = differ("host and stolen of all groups",
            spent.stream().mapToLong(Load.Spent::hostNs).sum(), host, host);
        for (int group = 0; group < handledOf.length && fault == null; group++)
        {
            final String of = " of group " + group;
            fault = first(differ("handler" + of, spent.get(group).handlerNs(), handledOf[group], handledOf[group]),
                differ("exits" + of, spent.get(group).exits(), exitsOf[group], exitsOf[group] + others[group]));
        }

        return fault;
    }

    /** Returns the vCPUs whose load may not have begun. */
    private long loading()
    {
        return Arrays.stream(steps).filter(step -> step == VcpuStep.LOADING).count();
    }

    private static String first(final String... faults)
    {
        return Arrays.stream(faults).filter(fault -> fault != null).findFirst().orElse(null);
    }

    private static String differ(final String what, final long actual, final long least, final long most)
    {
        return actual >= least && actual <= most ? null : "the host counts " + what + ' ' +
            NumberText.count(actual) + ", and the steps of its vCPUs are " + NumberText.count(least) +
            (least == most ? "" : " to " + NumberText.count(most));
    }
}
