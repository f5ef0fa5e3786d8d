package org.gale.engine.storm.run;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.KvmPlace;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;

/**
 * Book of the interrupts of a storm that have wires. Private ones of vCPUs are in no account of the machine: the book
 * counts the wires that rose and the acknowledges of guests. The machine says which of those that are owed are pending,
 * so that an interrupt that was lost is missing in the identity: raised = acknowledged + pending. {@link LineBook} is
 * that of shared ones. Owned by the thread of the machine.
 */
public final class PrivateBook
{
    private static final String PENDING = "1";

    private final Topology topology;
    private final PrivateTimers timers;
    private final LineBook lines;
    private final Machine machine;
    private final HostVerbs kvm;
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[2 * Long.BYTES]);
    private final int[] vms;                                        // by vCPU
    private final boolean[] isOwed;                                 // by vCPU
    private final long[] raised;                                    // by VM
    private final long[] acknowledged;                              // by VM

    /**
     * Begins a book.
     *
     * @param machine which the book only asks queries
     */
    public PrivateBook(final Topology topology, final PrivateTimers timers, final Machine machine)
    {
        this(topology, timers, new SharedLines(topology, false), machine);
    }

    /**
     * Begins a book next to that of lines.
     *
     * @param machine which the book only asks queries
     */
    public PrivateBook(
        final Topology topology, final PrivateTimers timers, final SharedLines shared, final Machine machine)
    {
        lines = new LineBook(shared, machine);
        this.topology = topology;
        this.timers = timers;
        this.machine = machine;
        kvm = timers.isAny() || shared.isAny() ? machine.hostVerbs(KvmVerb.FAMILY) : null;
        vms = new int[topology.totalVpes()];
        isOwed = new boolean[vms.length];
        raised = new long[topology.vms()];
        acknowledged = new long[topology.vms()];
        for (int vcpu = 0; vcpu < vms.length; vcpu++)
        {
            vms[vcpu] = topology.vmOfVpe(vcpu);
        }
    }

    /** Returns the timers of the storm. */
    public PrivateTimers timers()
    {
        return timers;
    }

    /** Returns the book of the storm's lines, whose interrupts are shared. */
    public LineBook lines()
    {
        return lines;
    }

    /** Notes that the wire of a vCPU's timer rises. */
    public void raised(final int vcpu)
    {
        isOwed[vcpu] = true;
        raised[vms[vcpu]]++;
    }

    /** Notes that a vCPU has acknowledged its timer. */
    public void acknowledged(final int vcpu)
    {
        isOwed[vcpu] = false;
        acknowledged[vms[vcpu]]++;
    }

    /** {@return the ID of an interrupt's LPI, or the number of its timer or SPI in an {@link Outlier}} */
    public int shown(final int vm, final int vcpu, final int lpi)
    {
        final int spi = lines.lines().spi(vm, lpi);

        return spi != SharedLines.NONE ? Outlier.line(spi) :
            timers.lpi(vcpu) == lpi ? Outlier.timer(topology.vpeId(vcpu)) : topology.firstLpiId() + lpi;
    }

    /** Returns whether a vCPU is owed its timer. */
    boolean isOwed(final int vcpu)
    {
        return isOwed[vcpu];
    }

    /** Returns the wires of a VM that rose. */
    public long raisedOf(final int vm)
    {
        return raised[vm];
    }

    /** Returns the acknowledges of a VM. */
    public long acknowledgedOf(final int vm)
    {
        return acknowledged[vm];
    }

    /** Returns the interrupts that a VM is owed: raised, and not acknowledged. */
    public long owed(final int vm)
    {
        return raised[vm] - acknowledged[vm];
    }

    /** Returns the interrupts that a VM is owed and that the machine holds pending. */
    public long pending(final int vm)
    {
        long pending = 0;
        for (int vpe = 0; vpe < topology.vpes(vm); vpe++)
        {
            final int vcpu = topology.vpeIndex(vm, vpe);
            pending += isOwed[vcpu] && isPending(vcpu) ? 1 : 0;
        }

        return pending;
    }

    /** Returns whether the machine holds the timer of a vCPU pending: on its PE, or in KVM while it has none. */
    private boolean isPending(final int vcpu)
    {
        final long place = place(vcpu);
        if (place == 0 || KvmPlace.isLoaded(place))                 // a VM that KVM does not know is resident
        {
            final int pe = place == 0 ? vcpu : KvmPlace.pe(place);

            return machine.candidate(pe, CandidateKind.VIRTUAL_PPI) != 0;
        }

        return isPendingInKvm(vcpu);
    }

    /** Returns whether a vCPU is owed its timer, which is pending. */
    boolean isUntaken(final int vcpu)
    {
        return isOwed[vcpu] && isPending(vcpu);
    }

    /** {@return the {@link KvmPlace} of a vCPU; 0 of a VM that KVM does not know} */
    long place(final int vcpu)
    {
        KvmVerb.PLACE.encode(query, 0, 0, vms[vcpu], topology.vpeId(vcpu), 0);

        return kvm.number(query, 0);
    }

    /** Returns whether KVM holds an interrupt of a vCPU pending that is on no PE. */
    boolean isPendingInKvm(final int vcpu)
    {
        KvmVerb.PENDING.encode(query, 0, 0, vms[vcpu], topology.vpeId(vcpu), 0);

        return PENDING.equals(kvm.query(query, 0));
    }

    /**
     * Returns what the accounting of a storm with timers shows beside the identity.
     *
     * @return the rows; none without timers
     */
    List<AccountingRow> rows()
    {
        if (!timers.isAny())
        {
            return List.of();
        }
        long allRaised = 0;
        long allAcknowledged = 0;
        long allPending = 0;
        for (int vm = 0; vm < raised.length; vm++)
        {
            allRaised += raised[vm];
            allAcknowledged += acknowledged[vm];
            allPending += pending(vm);
        }

        return List.of(
            new AccountingRow("ppis_raised", "PPIs", allRaised, "rises of timer wires, included in offered"),
            new AccountingRow("ppis_acknowledged", "  acknowledged", allAcknowledged, "included in delivered"),
            new AccountingRow("ppis_pending", "  pending", allPending, "included in pending"));
    }
}
