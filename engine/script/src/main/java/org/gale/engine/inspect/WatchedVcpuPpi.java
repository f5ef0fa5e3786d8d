package org.gale.engine.inspect;

import java.util.stream.IntStream;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.PpiSet;
import org.gale.engine.machine.GuestHost;
import org.gale.engine.machine.GuestPpis;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.ValidVms;
import org.gale.tables.ist.L2Iste;

/**
 * PPI of a vCPU of a GICv5: {@code vm0.vcpu1.ppi27}. For a VM of KVM it is what the guest has, in the PE or in KVM's
 * copy. The VPE of another VM has PPIs while it is resident, in the registers of its PE.
 *
 * @param vm   VM id
 * @param vcpu VPE id, which is the id that user space gave a vCPU of KVM (K-ID-6)
 * @param ppi  its ID
 */
record WatchedVcpuPpi(int vm, int vcpu, int ppi) implements WatchedSubject
{
    /** Fields of a PPI of a vCPU. */
    static final ViewFields<Seen> FIELDS = new ViewFields<Seen>()
        .and(WatchedPpi.FIELDS, Seen::state)
        .with("DVI", Seen::isDirect)
        .with("HVI", Seen::isHidden)
        .with("PE", Seen::pe)
        .with("latched", seen -> seen.copy() == null ? null : seen.copy().isLatched())
        .with("line", seen -> seen.copy() == null ? null : seen.copy().isHigh());

    /**
     * A PPI of a vCPU.
     *
     * @param state    encoded as an {@code L2_ISTE}
     * @param isDirect true if its PENDING is that of the physical PPI
     * @param isHidden true if the guest does not see it
     * @param pe       PE whose registers hold it, or null
     * @param copy     what KVM keeps, or null
     */
    record Seen(int state, boolean isDirect, boolean isHidden, Integer pe, GuestPpis.State copy)
    {
    }

    @Override
    public void check(final Machine machine, final String field)
    {
        WatchedPpi.checkExists(machine, name(), ppi);
        if (!machine.config().virtual())
        {
            throw new IllegalArgumentException(
                "'" + name() + "': this machine has no VMs (machine preset=full has)");
        }
    }

    @Override
    public boolean isThere(final Machine machine)
    {
        return seen(machine) != null;
    }

    @Override
    public String absence(final Machine machine)
    {
        final GuestPpis guests = guests(machine);
        if (guests != null)
        {
            final IntStream vcpus = IntStream.iterate(
                guests.nextVpe(vm, 0), next -> next >= 0, before -> guests.nextVpe(vm, before + 1));
            final IntStream ppis = IntStream.range(0, PpiSet.PPI_LIMIT).filter(guests::isExposed);

            return guests.nextVpe(vm, vcpu) == vcpu ?
                "no PPI " + ppi + ": guests of KVM have " + WatchedFunction.listed("PPIs", ppis) :
                "no vCPU " + vcpu + " of VM " + vm + ": " + WatchedFunction.listed("vCPUs", vcpus);
        }
        final InterruptQueries queries = InterruptQueries.of(machine);

        return !queries.isVmValid(vm) ? "no VM " + vm + ": " + ValidVms.text(queries) :
            queries.vpe(vm, vcpu) == null ? "no VPE " + vcpu + " of VM " + vm + " is valid" :
            "VPE " + vcpu + " of VM " + vm + " is not resident: its PPIs are in the registers of a PE while it is";
    }

    @Override
    public String text(final Machine machine, final String field)
    {
        return FIELDS.text(seen(machine), field);
    }

    /** Returns the PPI, or null if the machine does not have it now. */
    private Seen seen(final Machine machine)
    {
        final GuestPpis guests = guests(machine);
        if (guests != null)
        {
            final GuestPpis.State copy = guests.ppi(vm, vcpu, ppi);

            return copy == null ? null : ofGuest(machine, copy);
        }
        final InterruptQueries.VpeState vpe = InterruptQueries.of(machine).vpe(vm, vcpu);

        return vpe == null || vpe.residentPe() < 0 ? null : inPe(machine, vpe.residentPe(), null);
    }

    private Seen ofGuest(final Machine machine, final GuestPpis.State copy)
    {
        if (copy.runningPe() != GuestPpis.NO_PE)
        {
            final Seen seen = inPe(machine, copy.runningPe(), copy);
            final boolean isPending = L2Iste.isPending(seen.state()) || copy.isHeld();

            return new Seen(L2Iste.withPending(seen.state(), isPending), seen.isDirect(), seen.isHidden(), seen.pe(),
                copy);
        }
        final boolean isPending = !copy.isDirect() ? copy.isHeld() : copy.lastPe() != GuestPpis.NO_PE &&
            L2Iste.isPending(new PpiWords(machine, copy.lastPe(), false).state(ppi));   // K-PND-5
        int state = L2Iste.withPending(0, isPending);
        state = L2Iste.withActive(state, copy.isActive());
        state = L2Iste.withHm(state, copy.isLevel());
        state = L2Iste.withEnable(state, copy.isEnabled());

        return new Seen(L2Iste.withPriority(state, copy.priority()), copy.isDirect(), false, null, copy);
    }

    private Seen inPe(final Machine machine, final int pe, final GuestPpis.State copy)
    {
        final PpiWords words = new PpiWords(machine, pe, true);

        return new Seen(words.state(ppi), words.isDirectlyInjected(ppi), words.isHidden(ppi), pe, copy);
    }

    /** Returns what KVM keeps of the VM, or null if it is none of KVM's. */
    private GuestPpis guests(final Machine machine)
    {
        final GuestPpis guests = machine.hostVerbs(KvmVerb.FAMILY) instanceof GuestHost host ? host.ppis() : null;

        return guests != null && guests.hasVm(vm) ? guests : null;
    }

    private String name()
    {
        return "vm" + vm + ".vcpu" + vcpu + ".ppi" + ppi;
    }
}
