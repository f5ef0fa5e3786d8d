package org.gale.engine.gicv4;

import org.gale.tables.gicv4.GicrVpendbaser;
import org.gale.tables.gicv4.GicrVpropbaser;
import org.gale.tables.gicv4.PropertyByte;

/**
 * Residency of the host's vCPUs: guest entry and exit, load, put and block, and the doorbell that a blocked vCPU asks
 * for (V4-RES-1 to V4-RES-8).
 */
final class V4Residency
{
    private final Hardware hardware;
    private final V4ItsDriver driver;
    private final LpiPool lpis;
    private final boolean isVersion41;
    private final Variant variant;
    private final V4Vcpu[] loaded;

    V4Residency(
        final Hardware hardware,
        final V4ItsDriver driver,
        final LpiPool lpis,
        final boolean isVersion41,
        final int cpus,
        final Variant variant)
    {
        this.hardware = hardware;
        this.driver = driver;
        this.lpis = lpis;
        this.isVersion41 = isVersion41;
        this.variant = variant;
        this.loaded = new V4Vcpu[cpus];
    }

    /** Returns the vCPU that is loaded on a CPU, or null. */
    V4Vcpu loaded(final int cpu)
    {
        return loaded[cpu];
    }

    /**
     * Loads a vCPU, which ends a block.
     *
     * @return false if the vCPU is loaded elsewhere or the CPU holds another one
     */
    boolean load(final V4Vcpu vcpu, final int cpu)
    {
        if (vcpu.cpu == cpu)
        {
            return true;
        }
        if (vcpu.isLoaded() || loaded[cpu] != null)
        {
            return false;
        }
        vcpu.isBlocked = false;
        vcpu.isWoken = false;
        vcpu.cpu = cpu;
        loaded[cpu] = vcpu;
        enter(vcpu);

        return true;
    }

    /** Unloads a vCPU that was preempted. */
    void put(final V4Vcpu vcpu)
    {
        exit(vcpu, false);
        unload(vcpu);
    }

    /** Unloads a vCPU that waits for an interrupt: asks for a doorbell and finds out whether one is needed. */
    void block(final V4Vcpu vcpu)
    {
        if (vcpu.isInGuest)
        {
            exit(vcpu, true);
        }
        else if (vcpu.isDirect() && variant.hasCovers())
        {
            visit(vcpu.vpe);
        }
        unload(vcpu);
        vcpu.isBlocked = true;
        vcpu.isWoken = (vcpu.vpe != null && vcpu.vpe.isPendingLast) || !vcpu.list.isEmpty() ||
            (vcpu.isHeld() && isPendingInSoftware(vcpu));
    }

    /**
     * Blocks a vCPU that is not loaded, as it was blocked before its VM migrated.
     *
     * @param wasWoken    whether a doorbell or kick had come
     * @param isRequested whether a doorbell is asked for, and whether one is needed
     */
    void blockAgain(final V4Vcpu vcpu, final boolean wasWoken, final boolean isRequested)
    {
        if (isRequested && vcpu.isDirect())
        {
            visit(vcpu.vpe);
        }
        vcpu.isBlocked = true;
        vcpu.isWoken = wasWoken ||
            (isRequested && ((vcpu.vpe != null && vcpu.vpe.isPendingLast) || !vcpu.list.isEmpty()));
    }

    /** Holds a vCPU out of the guest until {@link #release}. */
    void hold(final V4Vcpu vcpu)
    {
        exit(vcpu, true);
        vcpu.hold();
    }

    void release(final V4Vcpu vcpu)
    {
        vcpu.release();
        enter(vcpu);
    }

    /**
     * Makes a mapped vPE resident and non-resident again with a doorbell request, and stores PendingLast: asks the
     * hardware whether an enabled interrupt is pending, and leaves no window for one that comes later (V4-REG-9).
     */
    void visit(final V4Vpe vpe)
    {
        final V4Vcpu displaced = loaded[vpe.cpu];
        final boolean isDisplacing = displaced != null && displaced.isInGuest;
        if (isDisplacing)
        {
            exit(displaced, false);
        }
        schedule(vpe);
        deschedule(vpe, true);
        if (isDisplacing)
        {
            enter(displaced);
        }
    }

    /** Takes a vCPU's place on its CPU over from a state that is restored. */
    void restore(final V4Vcpu vcpu)
    {
        if (vcpu.isLoaded())
        {
            loaded[vcpu.cpu] = vcpu;
        }
    }

    private void enter(final V4Vcpu vcpu)
    {
        if (vcpu.isLoaded() && !vcpu.isHeld() && !vcpu.isInGuest)
        {
            vcpu.isInGuest = true;
            if (vcpu.isDirect())
            {
                moveTo(vcpu.vpe, vcpu.cpu);
                schedule(vcpu.vpe);
            }
            vcpu.list.flush();
        }
    }

    private void exit(final V4Vcpu vcpu, final boolean wantsDoorbell)
    {
        if (vcpu.isInGuest)
        {
            vcpu.list.fold();
            vcpu.isInGuest = false;
            final MappedVpe resident = hardware.redistributor(vcpu.cpu).resident();
            if (vcpu.vpe != null && resident != null && resident.vpeId() == vcpu.vpe.vpeId)
            {
                deschedule(vcpu.vpe, wantsDoorbell);
            }
        }
    }

    private void unload(final V4Vcpu vcpu)
    {
        if (vcpu.isLoaded())
        {
            loaded[vcpu.cpu] = null;
            vcpu.cpu = V4Vcpu.NOT_LOADED;
        }
    }

    private void moveTo(final V4Vpe vpe, final int cpu)
    {
        if (vpe.cpu != cpu)                                                     // V4-RES-8
        {
            hardware.redistributor(vpe.cpu).clear(vpe.doorbell);
            vpe.cpu = cpu;
            driver.moveVpe(vpe.vpeId, cpu);
        }
    }

    private void schedule(final V4Vpe vpe)
    {
        final Redistributor redistributor = hardware.redistributor(vpe.cpu);
        if (isVersion41)
        {
            redistributor.writeVpendbaser(GicrVpendbaser.VALID.mask() | GicrVpendbaser.VGRP0EN.mask() |
                GicrVpendbaser.VGRP1EN.mask() | vpe.vpeId);                     // V4-RES-2
        }
        else
        {
            redistributor.writeVpropbaser(GicrVpropbaser.ADDRESS.withAddress(0, vpe.propertyTable));
            redistributor.writeVpendbaser(GicrVpendbaser.IDAI.with(GicrVpendbaser.VALID.mask() |
                GicrVpendbaser.PENDING_LAST.mask() | GicrVpendbaser.VPT_ADDR.withAddress(0, vpe.table),
                vpe.hasIdai));                                                  // V4-RES-1
            enableDoorbell(vpe, false);
            redistributor.clear(vpe.doorbell);                                  // one of before is obsolete
        }
    }

    private void deschedule(final V4Vpe vpe, final boolean wantsDoorbell)
    {
        final Redistributor redistributor = hardware.redistributor(vpe.cpu);
        if (isVersion41)
        {
            redistributor.writeVpendbaser(wantsDoorbell ?
                GicrVpendbaser.DOORBELL.mask() | vpe.vpeId :                    // V4-RES-5
                GicrVpendbaser.PENDING_LAST.mask() | vpe.vpeId);                // V4-RES-6
            variant.window();
            vpe.isPendingLast = !wantsDoorbell || GicrVpendbaser.PENDING_LAST.isSet(redistributor.vpendbaser());
        }
        else
        {
            enableDoorbell(vpe, wantsDoorbell);                                 // V4-DB-1
            redistributor.writeVpendbaser(GicrVpendbaser.VPT_ADDR.withAddress(0, vpe.table));
            vpe.hasIdai = GicrVpendbaser.IDAI.isSet(redistributor.vpendbaser());
            vpe.isPendingLast = GicrVpendbaser.PENDING_LAST.isSet(redistributor.vpendbaser()); // V4-RES-4
        }
    }

    private void enableDoorbell(final V4Vpe vpe, final boolean enabled)
    {
        lpis.configure(vpe.doorbell, enabled);
        hardware.redistributor(vpe.cpu).writeInvlpir(vpe.doorbell);
    }

    /** Returns the interrupts that a transition has taken over and not queued yet. */
    private static boolean isPendingInSoftware(final V4Vcpu vcpu)
    {
        boolean pending = false;
        for (Vlpi e = vcpu.vm.nextVlpi(0); e != null && !pending; e = vcpu.vm.nextVlpi(e.vintid + 1))
        {
            pending = e.target() == vcpu && e.isPendingInSoftware() && PropertyByte.isEnabled(
                vcpu.vm.property(e.vintid));
        }

        return pending;
    }
}
