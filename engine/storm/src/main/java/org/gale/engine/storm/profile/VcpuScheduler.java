package org.gale.engine.storm.profile;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntUnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.command.KvmPlace;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.scenario.Partitions;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.storm.topology.VmNumbers;
import org.gale.tables.register.ItsCr0;

/**
 * Round-robin scheduler of the vCPUs on the PEs of the host, those of each partition by themselves. A duty cycle gets
 * its HOST commands. The turns behind them are for every vCPU that then has something to take.
 * <pre>
 *              doorbell                    a PE is free
 *   BLOCKED ─────────────▶ RUNNABLE ─────────────────────▶ LOADED
 *      ▲                       ▲                             │ │
 *      │                       └── its slice is over: put ───┘ │
 *      └─────────── nothing came in a frame: block ────────────┘
 * </pre>
 * A vCPU that waits takes the PE that is free first, whichever it was on, so that vCPUs move with interrupts pending.
 * What was planned becomes the state once it is in a frame. The state follows from the commands, and a wake from a
 * query, so that a scheduler that begins with a machine of a journal has all that it needs. A vCPU that has something
 * to send becomes runnable, too, and does not block while it waits. Nothing is allocated after the start. On the
 * engine's thread.
 */
final class VcpuScheduler implements StoppableGuests
{
    private static final int TURN_BUDGET = 128;
    private static final int NONE = -1;
    private static final byte BLOCKED = 0;
    private static final byte RUNNABLE = 1;
    private static final byte LOADED = 2;
    private static final byte OF_OTHERS = 3;
    private static final int HOST_BYTES = 2 * Long.BYTES;
    private static final int PE_BYTES_LIMIT = 2 * HOST_BYTES;

    private final Machine machine;
    private final HostVerbs kvm;
    private final NanoClock clock;
    private final long sliceNs;
    private final Topology topology;
    private final long itsCr0Address;
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[HOST_BYTES]);
    private final byte[] states;
    /** vCPU on each PE, or {@link #NONE}. */
    private final int[] loaded;
    private final long[] sinceNs;
    private final int[] ofVcpus;                                    // partition of each vCPU
    private final int[] ofPes;                                      // partition of each PE
    /** vCPUs that wait for a PE, a queue for each partition. */
    private final WaitingVcpus[] waiting;
    /** Verb that is planned for the vCPU of a PE: BLOCK, PUT or null. */
    private final KvmVerb[] leaves;
    /** vCPU that is planned to enter a PE, or {@link #NONE}. */
    private final int[] enters;
    private final IrsSwitch irs;
    private final SendingGuests sending;
    /** vCPUs of VMs that a monitor has stopped. */
    private final BitSet stopped = new BitSet();
    private IntUnaryOperator numbers = vm -> vm;
    private boolean isFinished;
    private long plannedNs;
    private long passes;
    private boolean isActive;

    /**
     * Makes the scheduler of a storm.
     *
     * @param machine of which it only asks queries
     * @param sliceNs time that a vCPU may run while others wait
     * @param irs     has guests disable and enable their IRS
     * @param sending vCPUs that send to one another
     */
    VcpuScheduler(
        final Topology topology,
        final Machine machine,
        final NanoClock clock,
        final long sliceNs,
        final IrsSwitch irs,
        final SendingGuests sending)
    {
        this.sending = sending;
        this.irs = irs;
        this.machine = machine;
        this.kvm = machine.hostVerbs(KvmVerb.FAMILY);
        this.clock = clock;
        this.sliceNs = sliceNs;
        this.topology = topology;
        this.itsCr0Address = machine.config().value(MachineKeys.ITS_CONFIG) + ItsCr0.OFFSET;
        this.states = new byte[topology.totalVpes()];
        final Partitions partitions = topology.partitions();
        this.ofVcpus = new int[states.length];
        this.ofPes = new int[topology.pes()];
        this.waiting = new WaitingVcpus[partitions.count()];
        for (int i = 0; i < waiting.length; i++)
        {
            waiting[i] = new WaitingVcpus(partitions.vcpus(i));
            Arrays.fill(ofPes, partitions.firstPe(i), partitions.firstPe(i) + partitions.pes(i), i);
        }
        for (int vcpu = 0; vcpu < states.length; vcpu++)
        {
            final int vm = topology.vmOfVpe(vcpu);
            ofVcpus[vcpu] = partitions.ofVm(vm);
            states[vcpu] = topology.isOwn(vm) ? BLOCKED : OF_OTHERS;
        }
        this.loaded = new int[topology.pes()];
        this.sinceNs = new long[topology.pes()];
        this.leaves = new KvmVerb[topology.pes()];
        this.enters = new int[topology.pes()];
        Arrays.fill(loaded, NONE);
        Arrays.fill(enters, NONE);
    }

    @Override
    public void numbers(final IntUnaryOperator ofVms)
    {
        numbers = ofVms;
    }

    @Override
    public void stop(final int[] vms)
    {
        for (final int vm : vms)
        {
            for (int vcpu = topology.vpeIndex(vm, 0); vcpu < topology.vpeIndex(vm, 0) + topology.vpes(vm); vcpu++)
            {
                stopped.set(vcpu);
                waiting[ofVcpus[vcpu]].remove(vcpu);
            }
        }
    }

    @Override
    public boolean areOut()
    {
        boolean areOut = true;
        for (int pe = 0; pe < loaded.length && areOut; pe++)
        {
            areOut = loaded[pe] == NONE || leaves[pe] != null || !stopped.get(loaded[pe]);
        }

        return areOut;
    }

    @Override
    public void letGo()
    {
        for (int vcpu = stopped.nextSetBit(0); vcpu >= 0; vcpu = stopped.nextSetBit(vcpu + 1))
        {
            states[vcpu] = KvmPlace.isAsleep(place(vcpu)) ? BLOCKED : RUNNABLE;
            if (states[vcpu] == RUNNABLE)
            {
                await(vcpu);
            }
        }
        stopped.clear();
    }

    @Override
    public int drainLimit(final boolean isApplied)
    {
        return NO_LIMIT;
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset)
    {
        // Nothing here counts events.
    }

    @Override
    public void finish()
    {
        isFinished = true;
    }

    @Override
    public int schedule(
        final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        if (!isActive && !begin())
        {
            return offset;
        }
        plannedNs = clock.nanoTime();
        Arrays.fill(leaves, null);
        Arrays.fill(enters, NONE);
        wake();
        for (final WaitingVcpus queue : waiting)
        {
            queue.plan();
        }
        int at = limitOffset - offset < IrsSwitch.BYTES_LIMIT ? offset :
            irs.schedule(loaded, frame, offset, plannedNs);
        final int room = Math.min(loaded.length, (limitOffset - at) / PE_BYTES_LIMIT);
        for (int pe = 0; pe < room; pe++)
        {
            final int vcpu = loaded[pe];
            final WaitingVcpus queue = waiting[ofPes[pe]];
            leaves[pe] = vcpu == NONE ? null : leave(pe, busy.next(pe) == pe, queue.hasNext());
            if (leaves[pe] != null)
            {
                at = host(frame, at, leaves[pe], vcpu, 0);
            }
            if ((vcpu == NONE || leaves[pe] != null) && queue.hasNext())
            {
                enters[pe] = queue.next();
                at = host(frame, at, KvmVerb.RUN, enters[pe], pe);
            }
        }

        return at;
    }

    @Override
    public int budget()
    {
        return TURN_BUDGET;
    }

    @Override
    public void watch(final CycleWatch watch)
    {
        // Nothing of guests' waits is known here.
    }

    @Override
    public void appended()
    {
        irs.appended();
        for (int pe = 0; pe < loaded.length; pe++)
        {
            if (leaves[pe] != null)
            {
                sending.left(loaded[pe]);
            }
            if (leaves[pe] == KvmVerb.BLOCK)
            {
                states[loaded[pe]] = BLOCKED;
                loaded[pe] = NONE;
            }
            else if (leaves[pe] == KvmVerb.PUT)
            {
                states[loaded[pe]] = RUNNABLE;
            }
            if (enters[pe] != NONE)
            {
                waiting[ofPes[pe]].take();
            }
        }
        for (int pe = 0; pe < loaded.length; pe++)
        {
            if (leaves[pe] == KvmVerb.PUT)
            {
                if (!stopped.get(loaded[pe]))
                {
                    await(loaded[pe]);
                }
                loaded[pe] = NONE;
            }
            if (enters[pe] != NONE)
            {
                loaded[pe] = enters[pe];
                states[enters[pe]] = LOADED;
                sending.entered(enters[pe], pe);
                sinceNs[pe] = plannedNs;
            }
            leaves[pe] = null;
            enters[pe] = NONE;
        }
    }

    @Override
    public void turning(final PeSet signalled)
    {
        // These guests need no time.
    }

    @Override
    public boolean isSettled(final PeSet signalled)
    {
        boolean isSettled = signalled.size() == 0;
        final boolean hasVcpus = isActive || begin();                           // one frame may set up and raise
        for (int vcpu = 0; hasVcpus && isSettled && vcpu < states.length; vcpu++)
        {
            final long place = states[vcpu] == OF_OTHERS ? 0 : place(vcpu);
            isSettled = states[vcpu] == OF_OTHERS ||
                (!KvmPlace.isDisabled(place) && (KvmPlace.isLoaded(place) || KvmPlace.isAsleep(place)));
        }

        return isSettled;
    }

    @Override
    public boolean isCheckDue()
    {
        return false;
    }

    /** {@inheritDoc} Before the set-up has ended, no vCPU does. */
    @Override
    public boolean sleeps(final int vcpu)
    {
        return isActive && states[vcpu] == BLOCKED && !stopped.get(vcpu);
    }

    @Override
    public long passes()
    {
        return passes;
    }

    /**
     * Begins once the ITS is enabled, which is the end of the set-up; returns false before. A VM of a journal may stop
     * before that: its vCPUs still run, until it is destroyed.
     */
    private boolean begin()
    {
        isActive = ItsCr0.ITSEN.isSet((int)machine.peek(itsCr0Address, Integer.BYTES));
        for (int vcpu = 0; isActive && vcpu < states.length; vcpu++)
        {
            if (states[vcpu] == OF_OTHERS || numbers.applyAsInt(topology.vmOfVpe(vcpu)) == VmNumbers.NONE)
            {
                continue;
            }
            final long place = place(vcpu);
            if (KvmPlace.isLoaded(place))
            {
                states[vcpu] = LOADED;
                loaded[KvmPlace.pe(place)] = vcpu;
                sending.entered(vcpu, KvmPlace.pe(place));
                irs.begin(topology.vmOfVpe(vcpu), KvmPlace.pe(place), KvmPlace.isDisabled(place));
            }
            else if (!KvmPlace.isAsleep(place) && !stopped.get(vcpu))
            {
                states[vcpu] = RUNNABLE;
                await(vcpu);
            }
        }

        return isActive;
    }

    /** Has the vCPUs that were woken, or have something to send, wait for a PE. */
    private void wake()
    {
        passes++;
        for (int vcpu = 0; vcpu < states.length; vcpu++)
        {
            if (states[vcpu] == BLOCKED && !stopped.get(vcpu) && (KvmPlace.isWoken(place(vcpu)) || wantsPe(vcpu)))
            {
                states[vcpu] = RUNNABLE;
                await(vcpu);
            }
        }
    }

    private boolean wantsPe(final int vcpu)
    {
        return !isFinished && sending.wantsPe(vcpu, plannedNs);
    }

    private void await(final int vcpu)
    {
        waiting[ofVcpus[vcpu]].add(vcpu);
    }

    /**
     * Returns how the vCPU of a PE leaves it.
     *
     * @param isBusy   true if the vCPU had something to take lately
     * @param isWanted true if vCPUs of its partition wait that have got no PE in this cycle
     * @return BLOCK, PUT, or null for a vCPU that keeps its PE
     */
    private KvmVerb leave(final int pe, final boolean isBusy, final boolean isWanted)
    {
        if (irs.holds(pe))
        {
            return null;
        }
        if (!isBusy && !wantsPe(loaded[pe]))
        {
            return KvmVerb.BLOCK;
        }

        final boolean isOver = isWanted && plannedNs - sinceNs[pe] >= sliceNs;

        return isOver || stopped.get(loaded[pe]) ? KvmVerb.PUT : null;
    }

    private int host(
        final MutableDirectBuffer frame, final int offset, final KvmVerb verb, final int vcpu, final int argument)
    {
        return verb.encode(
            frame, offset, 0, numbers.applyAsInt(topology.vmOfVpe(vcpu)), topology.vpeId(vcpu), argument);
    }

    private long place(final int vcpu)
    {
        KvmVerb.PLACE.encode(query, 0, 0, numbers.applyAsInt(topology.vmOfVpe(vcpu)), topology.vpeId(vcpu), 0);

        return kvm.number(query, 0);
    }
}
