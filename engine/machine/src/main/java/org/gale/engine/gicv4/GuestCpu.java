package org.gale.engine.gicv4;

import org.gale.tables.operand.Intid;

/** Virtual CPU interface of the vCPUs: acknowledges the better of the presented interrupt and the list registers. */
final class GuestCpu
{
    /** Returned where there is nothing to acknowledge. */
    static final int NONE = -1;

    private final Hardware hardware;
    private final VlpiCheck check;

    GuestCpu(final Hardware hardware, final VlpiCheck check)
    {
        this.hardware = hardware;
        this.check = check;
    }

    /**
     * Acknowledges the best interrupt of sufficient priority of a vCPU.
     *
     * @return its INTID, or {@link #NONE}
     */
    int acknowledge(final V4Vcpu vcpu)
    {
        if (!vcpu.isInGuest)
        {
            return NONE;
        }
        final Redistributor redistributor = hardware.redistributor(vcpu.cpu);
        final int slot = vcpu.list.bestSlot();
        final boolean isPresented = redistributor.presented() != Redistributor.NONE;
        final boolean isDirect = isPresented && (slot == PendingList.NONE ||
            PriorityIndex.key(redistributor.presentedPriority(), redistributor.presented()) <
            PriorityIndex.key(vcpu.list.priority(slot), vcpu.list.intid(slot)));
        if (!isDirect && slot == PendingList.NONE)
        {
            return NONE;
        }
        final int intid = isDirect ? redistributor.presented() : vcpu.list.intid(slot);
        final int priority = isDirect ? redistributor.presentedPriority() : vcpu.list.priority(slot);
        if (priority >= vcpu.active.runningPriority())
        {
            return NONE;
        }
        vcpu.active.push(intid, priority);
        if (!isDirect)
        {
            vcpu.list.acknowledge(slot);
        }
        else if (!redistributor.acknowledge())
        {
            check.acknowledgedIdle(vcpu, intid);
        }
        account(vcpu, intid);

        return intid;
    }

    /**
     * Returns the better of the presented interrupt and the list registers of a vCPU. A query.
     *
     * @return its priority value in bits 63:32 and its INTID in bits 31:0; {@link #NONE} if there is none
     */
    long best(final V4Vcpu vcpu)
    {
        if (!vcpu.isInGuest)
        {
            return NONE;
        }
        final Redistributor redistributor = hardware.redistributor(vcpu.cpu);
        final int slot = vcpu.list.bestSlot();
        final long presented = redistributor.presented() == Redistributor.NONE ? PriorityIndex.NONE :
            PriorityIndex.key(redistributor.presentedPriority(), redistributor.presented());
        final long listed = slot == PendingList.NONE ? PriorityIndex.NONE :
            PriorityIndex.key(vcpu.list.priority(slot), vcpu.list.intid(slot));
        final long best = Math.min(presented, listed);

        return best == PriorityIndex.NONE ? NONE :
            (long)PriorityIndex.priorityOf(best) << Integer.SIZE | PriorityIndex.intidOf(best);
    }

    /** Returns whether an interrupt of sufficient priority is signalled to a vCPU. A query. */
    boolean isSignalled(final V4Vcpu vcpu)
    {
        if (!vcpu.isInGuest)
        {
            return false;
        }
        final Redistributor redistributor = hardware.redistributor(vcpu.cpu);
        final int slot = vcpu.list.bestSlot();
        final int running = vcpu.active.runningPriority();

        return (slot != PendingList.NONE && vcpu.list.priority(slot) < running) ||
            (redistributor.presented() != Redistributor.NONE && redistributor.presentedPriority() < running);
    }

    private void account(final V4Vcpu vcpu, final int intid)
    {
        if (intid >= MappedVpe.SGI_COUNT)
        {
            accountVlpi(vcpu.vm, intid);
        }
        else
        {
            check.acknowledged(vcpu.vm, Intid.of(Intid.TYPE_SPI, vcpu.sgiAccountId(intid)), false);
        }
    }

    private void accountVlpi(final V4Vm vm, final int intid)
    {
        if (vm.lpiAccount.acknowledgedOwed(intid))
        {
            vm.routes.delivered(intid);
            return;
        }
        final Vlpi vlpi = vm.vlpi(intid);
        check.acknowledged(vm, Intid.of(Intid.TYPE_LPI, intid), vlpi != null && vlpi.useAllowance());
        if (vlpi != null)
        {
            vlpi.isPrecaution = false;
            vlpi.addSpurious();
        }
    }
}
