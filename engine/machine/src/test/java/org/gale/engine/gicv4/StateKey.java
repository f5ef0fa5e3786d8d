package org.gale.engine.gicv4;

import java.util.List;
import org.gale.engine.gicv4.Action.Kind;
import org.gale.tables.gicv4.PropertyByte;
import org.gale.tables.gicv4.TranslationEntry;
import org.gale.tables.memory.Mix;

/**
 * Canonical key of an explored host. Two states with one key behave alike. Commands that a queue has consumed,
 * addresses of tables and counters are not in it. Ids that are handed out, vPEIDs and LPIs, are named by their owners.
 */
final class StateKey
{
    /** Bits of {@link Transition#key}. */
    private static final long GAP = 2;
    private static final long GAP_PHASE = 0xf_0000;
    private static final List<V4Vcpu.State> STATES = List.of(V4Vcpu.State.values());

    private StateKey()
    {
    }

    /** {@return the 64-bit hash of the canonical key} */
    static long of(final ExploredHost explored)
    {
        final V4Host host = explored.host();
        long key = Mix.of(0, explored.messages() | explored.transitions() << 4 | explored.used(Kind.MOVE) << 8 |
            explored.used(Kind.CONFIG) << 12 | explored.blocks() << 16 | explored.used(Kind.FAIL) << 20 |
            explored.hops() << 24);
        key = Mix.of(Mix.of(key, transition(host.transition)), host.moves.key());
        key = handlers(key, explored);
        for (final V4Vcpu vcpu : explored.vm().vcpus)
        {
            key = Mix.of(key, vcpu(host, vcpu));
        }
        for (int event = 0; event < explored.scope().events(); event++)
        {
            key = Mix.of(key, event(explored, event));
        }

        return key;
    }

    /** Leaves out the phase of the last gap, which stays behind where no gap is open. */
    private static long transition(final Transition transition)
    {
        final long key = transition.key();

        return transition.isOpen() && (key & GAP) == 0 ? key & ~GAP_PHASE : key;
    }

    /** Adds the LPIs that are claimed, and the signals that wait, in order. */
    private static long handlers(final long before, final ExploredHost explored)
    {
        final HostInterrupts interrupts = explored.host().interrupts;
        long key = Mix.of(before, claimed(explored, 0) | claimed(explored, 1) << 4 | (long)interrupts.waiting() << 8);
        for (int i = 0; i < interrupts.waiting(); i++)
        {
            key = Mix.of(key, role(explored, interrupts.waiting(i)) | (long)interrupts.waitingCpu(i) << 4);
        }

        return key;
    }

    private static long claimed(final ExploredHost explored, final int cpu)
    {
        return explored.claimed(cpu) == HostInterrupts.NONE ? 0 : 1 + role(explored, explored.claimed(cpu));
    }

    /** An LPI by its owner: 0 none, 1 and 2 the doorbell of a vCPU, 3 and on an event. */
    private static long role(final ExploredHost explored, final int lpi)
    {
        final Vlpi vlpi = lpi == HostInterrupts.NONE ? null : explored.host().lpis.vlpi(lpi);
        final V4Vcpu vcpu = lpi == HostInterrupts.NONE ? null : explored.host().lpis.vcpu(lpi);

        return vlpi != null ? 3 + vlpi.vintid - ExploredHost.VINTID : vcpu != null ? 1 + vcpu.index : 0;
    }

    private static long vcpu(final V4Host host, final V4Vcpu vcpu)
    {
        final Redistributor redistributor = host.hardware.redistributor(vcpu.index);
        final MappedVpe resident = redistributor.resident();
        long word = STATES.indexOf(vcpu.state) | (vcpu.cpu + 1) << 2 | bit(vcpu.isHeld(), 4) |
            bit(vcpu.isInGuest, 5) | bit(vcpu.isBlocked, 6) | bit(vcpu.isWoken, 7) |
            (redistributor.presented() + 1) << 8 |
            (long)(resident == null ? 0 : 1 + host.vcpu(resident.vpeId()).index) << 24;
        final V4Vpe vpe = vcpu.vpe;
        if (vpe != null)
        {
            final MappedVpe mapped = host.hardware.vpes().mapped(vpe.vpeId);
            word |= 1L << 32 | bit(vpe.isMapped, 33) | bit(vpe.isPendingLast, 34) | bit(vpe.hasIdai, 35) |
                (long)vpe.cpu << 36 | (long)vpe.vlpiCount << 40 |
                bit(host.hardware.redistributor(vpe.cpu).isPending(vpe.doorbell), 48) |
                bit(PropertyByte.isEnabled(host.hardware.physicalProperty(vpe.doorbell)), 49);
            word |= mapped == null ? 0 : 1L << 50 | bit(mapped.isDoorbellRequested(), 51) |
                bit(mapped.isResident(), 52);
        }

        return word;
    }

    private static long event(final ExploredHost explored, final int event)
    {
        final V4Host host = explored.host();
        final Vlpi vlpi = explored.vlpi(event);
        final int vintid = vlpi.vintid;
        final long offset = host.hardware.events().entryOffset(vlpi.deviceId, vlpi.eventId);
        final long entry = host.hardware.events().entry(offset);
        long word = bit(vlpi.isHw(), 0) | vlpi.target().index << 1 | bit(vlpi.isLatched(), 2) | vlpi.place() << 3 |
            bit(vlpi.isLocked(), 5) | bit(PropertyByte.isEnabled(explored.vm().property(vintid)), 6) |
            bit(host.hardware.redistributor(host.lpis.collection(vlpi.hostLpi)).isPending(vlpi.hostLpi), 7) |
            bit(PropertyByte.isEnabled(host.hardware.physicalProperty(vlpi.hostLpi)), 8) |
            bit(explored.account().isOwed(vintid), 9) | bit(TranslationEntry.isVirtual(entry), 10) |
            bit(TranslationEntry.isPhysical(entry), 11) | (long)explored.credits(event) << 12;
        for (final V4Vcpu vcpu : explored.vm().vcpus)
        {
            final MappedVpe mapped = vcpu.vpe == null ? null : host.hardware.vpes().mapped(vcpu.vpe.vpeId);
            final int shift = 24 + 8 * vcpu.index;
            word |= mapped == null ? 0 : bit(mapped.isPending(vintid), shift) |
                bit(PropertyByte.isEnabled(mapped.property(vintid)), shift + 1) |
                bit(TranslationEntry.isVirtual(entry) &&
                TranslationEntry.VPEID.getInt(entry) == vcpu.vpe.vpeId, shift + 2);
            word |= vcpu.vpe == null ? 0 :
                bit(host.hardware.isBitSet(vcpu.vpe.table, vintid), shift + 3);
        }

        return word;
    }

    private static long bit(final boolean value, final int shift)
    {
        return value ? 1L << shift : 0;
    }
}
