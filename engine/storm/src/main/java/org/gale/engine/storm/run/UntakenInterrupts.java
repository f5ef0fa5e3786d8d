package org.gale.engine.storm.run;

import java.util.function.IntPredicate;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.NumberText;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.flow.GuestHandlers;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.topology.SpareLpis;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.gicv4.PropertyByte;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

/**
 * Search for interrupts that wait for ever (P13): pending, of a priority that the mask of the guest lets through, and
 * of a vCPU that has nothing to do. One that the guest has not enabled waits for ever, too: guests enable all LPIs. An
 * interrupt that is active although no handler runs counts, too.
 * Queries the machine alone. On its thread.
 */
public final class UntakenInterrupts
{
    /** Time that is not known. */
    public static final long UNKNOWN = -1;
    /** Promise that nothing waits for ever. */
    static final String PROMISE = "P13";
    private static final String LOST = "P1";
    private static final int NONE = -1;

    private final Topology topology;
    private final Machine machine;
    private final PrivateBook book;

    /**
     * Makes the search.
     *
     * @param book of the private interrupts of the vCPUs
     */
    public UntakenInterrupts(final Topology topology, final Machine machine, final PrivateBook book)
    {
        this.topology = topology;
        this.machine = machine;
        this.book = book;
    }

    /** Clock that knows since when interrupts wait. */
    @FunctionalInterface
    public interface Since
    {
        /**
         * Returns since when an interrupt waits.
         *
         * @param lpi numbered within the VM; of a timer, the one that stands for it
         * @return ns since the storm began, or {@link #UNKNOWN}
         */
        long ns(int vm, int lpi);
    }

    /** Returns the handlers of a storm whose guests have none in progress: those of pending interrupts are to come. */
    public GuestHandlers handlers()
    {
        return (device, event) ->
        {
            final int vm = topology.vmOfDevice(device);
            if (book.timers().isTimer(device, event))
            {
                return book.isOwed(topology.vpeIndex(vm, book.timers().vpe(device, event)));
            }
            final int lpi = topology.firstLpiOfDevice(device) + event;
            if (book.lines().lines().isOfLines(device))
            {
                return book.lines().isToCome(vm, lpi);
            }
            final Ledger ledger = machine.accounts().ledger(machine.accounts().followedOwner(vm));

            return ledger != null && (ledger.isOwed(false, topology.firstLpiId() + lpi) ||
                (SpareLpis.has(topology, vm) &&
                ledger.isOwed(false, topology.firstLpiId() + topology.lpis(vm) + lpi)));
        };
    }

    /**
     * Finds the first interrupt that waits for ever.
     *
     * @param isIdle   tells whether a vCPU is idle or blocked, and nothing is under way for it
     * @param sequence number of the last command
     * @return what is broken, or null
     */
    public InvariantBrokenException find(final IntPredicate isIdle, final Since since, final long sequence)
    {
        InvariantBrokenException found = null;
        for (int vm = 0; vm < topology.vms() && found == null; vm++)
        {
            if (!topology.isOwn(vm))
            {
                continue;
            }
            final int lpi = machine.queries() instanceof DirectQueries direct ?
                directLpi(direct, vm, isIdle) : lpi(vm, isIdle);
            final int line = lpi < 0 ? line(vm, isIdle) : NONE;
            final int timer = lpi < 0 && line < 0 ? timer(vm, isIdle) : NONE;
            if (lpi >= 0)
            {
                found = broken(vm, vcpuOf(vm, lpi), Intid.of(Intid.TYPE_LPI, topology.firstLpiId() + lpi),
                    "LPI " + (topology.firstLpiId() + lpi), since.ns(vm, SpareLpis.first(topology, vm, lpi)), sequence);
            }
            else if (line >= 0)
            {
                final int spi = book.lines().lines().spi(vm, line);
                found = broken(vm, vcpuOfId(vm, book.lines().target(vm, spi)), Intid.of(Intid.TYPE_SPI, spi),
                    "SPI " + spi, since.ns(vm, line), sequence);
            }
            else if (timer >= 0)
            {
                found = broken(vm, timer, NONE, "PPI 27", since.ns(vm, book.timers().lpi(timer)), sequence);
            }
        }

        return found;
    }

    /**
     * Makes the exception for an LPI that is lost.
     *
     * @param lpi      numbered within the VM
     * @param text     that says how, and names the interrupt
     * @param sequence number of the last command
     */
    public InvariantBrokenException lost(final int vm, final int lpi, final String text, final long sequence)
    {
        return new InvariantBrokenException(LOST, text, machine.accounts().vmOwner(vm),
            Intid.of(Intid.TYPE_LPI, topology.firstLpiId() + lpi), sequence, sequence);
    }

    private int line(final int vm, final IntPredicate isIdle)
    {
        return book.lines().untaken(vm, topology.groups().get(topology.groupOfVm(vm)).guest().mask(),
            id -> isIdle.test(vcpuOfId(vm, id)));
    }

    private InvariantBrokenException broken(
        final int vm, final int vcpu, final int intid, final String name, final long sinceNs, final long sequence)
    {
        final String text = "VM " + vm + ' ' + name + ", set pending, waits" + (sinceNs == UNKNOWN ? "" :
            " since " + NumberText.count(sinceNs) + " ns") + " for VPE " + topology.vpeId(vcpu) +
            (isEnabled(vm, intid) ? ", which could take it and has nothing else to do" : ", which has not enabled it");

        return new InvariantBrokenException(
            PROMISE, text, machine.accounts().vmOwner(vm), intid, sequence, sequence);
    }

    /** Returns whether an interrupt is enabled, if it is an LPI. */
    private boolean isEnabled(final int vm, final int intid)
    {
        final int owner = machine.accounts().followedOwner(vm);
        if (intid == NONE || Intid.type(intid) != Intid.TYPE_LPI)
        {
            return true;
        }

        return machine.queries() instanceof DirectQueries direct ?
            PropertyByte.isEnabled(direct.vlpi(number(vm), Intid.id(intid)).property()) :
            L2Iste.isEnabled((int)InterruptQueries.of(machine).entry(owner, intid));
    }

    /** {@return the first LPI of a VM of a GICv5 that waits for ever, numbered within the VM; −1 without one} */
    private int lpi(final int vm, final IntPredicate isIdle)
    {
        final InterruptStateTable table =
            InterruptQueries.of(machine).table(machine.accounts().followedOwner(vm), Intid.TYPE_LPI);
        final int end = table == null ? 0 : table.shape().entryCount();
        final GuestShape guest = topology.groups().get(topology.groupOfVm(vm)).guest();
        for (int id = table == null ? -1 : table.nextNonZero(0, end); id >= 0; id = table.nextNonZero(id + 1, end))
        {
            final int iste = table.loadPlain(id);
            final boolean isDue = !L2Iste.isEnabled(iste) ||
                (L2Iste.priority(iste) <= guest.mask() && isIdle.test(vcpuOfId(vm, L2Iste.iaffid(iste))));
            if (isDue && L2Iste.isPending(iste) && isLpi(vm, id - topology.firstLpiId()))
            {
                return id - topology.firstLpiId();
            }
        }

        return NONE;
    }

    private boolean isLpi(final int vm, final int lpi)
    {
        return topology.isLpi(vm, lpi >= 0 ? SpareLpis.first(topology, vm, lpi) : lpi);
    }

    /** {@return the number by which the host has a VM now} */
    private int number(final int vm)
    {
        return OwnerId.vmId(machine.accounts().followedOwner(vm));
    }

    private int directLpi(final DirectQueries direct, final int vm, final IntPredicate isIdle)
    {
        final int number = number(vm);
        int vintid = direct.pendingCount(number) == 0 ? DirectQueries.NONE : direct.nextVlpi(number, 0);
        while (vintid != DirectQueries.NONE)
        {
            final DirectQueries.VlpiState vlpi = direct.vlpi(number, vintid);
            final boolean isPending = vlpi.software().isPending() ||
                (direct.vcpu(number, vlpi.vcpu()).vpe() != null &&
                direct.nextInTable(number, vlpi.vcpu(), vintid) == vintid);
            if (isPending && (!PropertyByte.isEnabled(vlpi.property()) || isIdle.test(vcpuOfId(vm, vlpi.vcpu()))))
            {
                return vintid - topology.firstLpiId();
            }
            vintid = direct.nextVlpi(number, vintid + 1);
        }

        return NONE;
    }

    /** {@return the first vCPU of a VM whose timer waits for ever; −1 without one} */
    private int timer(final int vm, final IntPredicate isIdle)
    {
        final GuestShape guest = topology.groups().get(topology.groupOfVm(vm)).guest();
        for (int vpe = 0; vpe < topology.vpes(vm); vpe++)
        {
            final int vcpu = topology.vpeIndex(vm, vpe);
            if (book.isUntaken(vcpu) && priority(vm, vcpu) <= guest.mask() && isIdle.test(vcpu))
            {
                return vcpu;
            }
        }

        return NONE;
    }

    /** Returns the priority of the timer of a vCPU. */
    private int priority(final int vm, final int vcpu)
    {
        return Math.max(0, topology.groups().get(topology.groupOfVm(vm)).devices()
            .get(topology.deviceGroupOfLpi(vm, book.timers().lpi(vcpu))).priority());
    }

    private int vcpuOf(final int vm, final int lpi)
    {
        final int id = topology.firstLpiId() + lpi;

        return vcpuOfId(vm, machine.queries() instanceof DirectQueries direct ? direct.vlpi(number(vm), id).vcpu() :
            L2Iste.iaffid(InterruptQueries.of(machine).table(
                machine.accounts().followedOwner(vm), Intid.TYPE_LPI).loadPlain(id)));
    }

    /** {@return the vCPU of an ID that the guest uses; the first one of the VM for an ID that no vCPU has} */
    private int vcpuOfId(final int vm, final int vpeId)
    {
        final int first = topology.vpeIndex(vm, 0);
        int found = first;
        for (int vcpu = first; vcpu < first + topology.vpes(vm); vcpu++)
        {
            found = topology.vpeId(vcpu) == vpeId ? vcpu : found;
        }

        return found;
    }
}
