package org.gale.engine.gicv4;

import java.util.function.Predicate;
import org.gale.engine.command.Errno;
import org.gale.engine.machine.Route;
import org.gale.engine.machine.WordList;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Saves VMs into images, and makes VMs of images. A pending table is read while its vPE is unmapped, for its memory is
 * valid then (V4-TBL-15), and written before its vPE is mapped. Owned by the thread that owns the machine.
 */
final class VmImages
{
    private final V4Host host;
    private final PhysicalMemory memory;
    private final VmEnd end;

    VmImages(final V4Host host, final PhysicalMemory memory, final VmEnd end)
    {
        this.host = host;
        this.memory = memory;
        this.end = end;
    }

    /** Returns whether a VM has a direct vCPU of version 4.0, whose pending table nobody can read (V4-TBL-15). */
    boolean isUnreadable(final V4Vm vm)
    {
        boolean isDirect = false;
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            isDirect |= vcpu.vpe != null;
        }

        return isDirect && !host.config.version41();
    }

    /** Saves a VM whose vCPUs are loaded nowhere, and that runs on: its vPEs are unmapped meanwhile. */
    Errno take(final V4Vm vm, final WordList image)
    {
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            if (vcpu.isLoaded())
            {
                return Errno.EBUSY;
            }
        }
        if (host.transition.isOpen())
        {
            return Errno.EBUSY;
        }
        if (isUnreadable(vm))
        {
            return Errno.EACCES;
        }
        unmapVpes(vm);
        copy(vm, image, host.vlpis::isPending);
        mapVpesAgain(vm);

        return image.size() <= V4Image.WORD_LIMIT ? Errno.OK : Errno.ENOMEM;
    }

    /** Unmaps the vPEs of a VM, none of which is resident (V4-RES-7). */
    void unmapVpes(final V4Vm vm)
    {
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            if (vcpu.vpe != null)
            {
                host.factory.unmap(vcpu.vpe);
            }
        }
    }

    /** Maps the vPEs of a VM again, with what their tables hold, and asks for the doorbells of blocked vCPUs. */
    void mapVpesAgain(final V4Vm vm)
    {
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            if (vcpu.vpe != null)
            {
                host.factory.mapAgain(vcpu.vpe);
                if (vcpu.isBlocked)
                {
                    host.residency.visit(vcpu.vpe);
                    vcpu.isWoken |= vcpu.vpe.isPendingLast;
                }
            }
        }
    }

    /**
     * Writes the image of a VM.
     *
     * @param isPending returns whether the pending bit of a vLPI is saved as set
     */
    void copy(final V4Vm vm, final WordList image, final Predicate<Vlpi> isPending)
    {
        V4Image.header(image, vm.vcpus.length, vm.hasHardwareSgis);
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            V4Image.addVcpu(image, vcpu.vpe != null, host.check.pendingSgis(vcpu), vcpu.active.depth());
            for (int i = 0; i < vcpu.active.depth(); i++)
            {
                V4Image.addActive(image, vcpu.active.intid(i), vcpu.active.priority(i));
            }
        }
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
        {
            V4Image.addVlpi(image, vlpi, isPending.test(vlpi));
        }
        for (int vintid = vm.nextProperty(PropertyCache.FIRST_LPI, 1 << host.config.lpiBits()); vintid >= 0;
            vintid = vm.nextProperty(vintid + 1, 1 << host.config.lpiBits()))
        {
            V4Image.addProperty(image, vintid, vm.property(vintid));
        }
    }

    /** Restores an image into a VM that has nothing, and maps its events at once. A failure leaves it with nothing. */
    Errno fillWhole(final V4Vm vm, final V4Image image)
    {
        boolean isFresh = vm.nextVlpi(0) == null;
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            isFresh &= !vcpu.isLoaded() && !vcpu.isBlocked && vcpu.state == V4Vcpu.State.SOFTWARE &&
                vcpu.active.depth() == 0 && vcpu.list.isEmpty();
        }
        if (!isFresh || host.transition.isOpen())
        {
            return Errno.EBUSY;
        }
        if (image == null || image.vcpuCount() != vm.vcpus.length)
        {
            return Errno.EINVAL;
        }
        final Errno errno = fill(vm, image);
        if (errno == Errno.OK)
        {
            mapEvents(vm);
        }
        else
        {
            end.empty(vm);
        }

        return errno;
    }

    /** Restores an image into a VM without vLPIs. Its events are mapped later, and nobody judges them until then. */
    Errno fill(final V4Vm vm, final V4Image image)
    {
        final Errno errno = image.hasHardwareSgis() && (host.config.perVcpu() || !host.config.version41()) ?
            Errno.EINVAL : allocate(vm, image);
        if (errno != Errno.OK)
        {
            return errno;
        }
        image.writeProperties(vm);
        vm.hasHardwareSgis = image.hasHardwareSgis();
        for (int i = 0; i < image.vlpiCount(); i++)
        {
            fill(vm.vlpi(image.vintid(i)), image.isPending(i));
        }
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            fill(vcpu, image);
        }

        return Errno.OK;
    }

    /** Allocates everything first, so that a failure is known before anything is written (V4-P-E2). */
    private Errno allocate(final V4Vm vm, final V4Image image)
    {
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            final Errno errno = !image.isDirect(vcpu.index) ? Errno.OK : host.config.version41() ?
                host.factory.allocate(vcpu) : Errno.EINVAL;
            if (errno != Errno.OK)
            {
                return errno;
            }
        }
        for (int i = 0; i < image.vlpiCount(); i++)
        {
            if (host.devices.isUsedByAnother(image.deviceId(i), vm) ||
                host.devices.vlpi(image.deviceId(i), image.eventId(i)) != null)
            {
                return Errno.EINVAL;
            }
            if (host.lpis.available() == 0 || !host.devices.prepare(image.deviceId(i), image.eventId(i)))
            {
                return Errno.ENOMEM;
            }
            final Vlpi vlpi = new Vlpi(vm, image.vintid(i), image.deviceId(i), image.eventId(i),
                host.lpis.allocate(), vm.vcpus[image.vcpu(i)]);
            vlpi.locked(true);
            host.lpis.own(vlpi.hostLpi, vlpi);
            host.devices.add(vlpi);
            vm.add(vlpi);
        }

        return Errno.OK;
    }

    /** Puts a pending bit into the table of a direct vCPU, or into the queue of a forwarded one. */
    private void fill(final Vlpi vlpi, final boolean isPending)
    {
        final V4Vpe vpe = vlpi.target().vpe;
        if (vpe != null)
        {
            vlpi.vm.writeVirtualProperty(vlpi.vintid);
        }
        if (isPending)
        {
            vlpi.vm.lpiAccount.event(vlpi.vintid);
            if (!vlpi.vm.lpiAccount.isCarried(vlpi.vintid))
            {
                vlpi.vm.routes.event(vlpi.vintid, true, vpe == null ? Route.FORWARDED : Route.DIRECT);
            }
            if (vpe == null)
            {
                vlpi.latch(true);
                host.injection.queue(vlpi);
            }
            else
            {
                final long address = vpe.table + (vlpi.vintid >>> 6 << 3);
                memory.storeLong(address, memory.loadLong(address) | 1L << vlpi.vintid);
            }
        }
    }

    private void fill(final V4Vcpu vcpu, final V4Image image)
    {
        final int sgis = image.sgis(vcpu.index);
        for (int left = sgis; left != 0; left &= left - 1)
        {
            vcpu.vm.ledger.account(true).event(vcpu.sgiAccountId(Integer.numberOfTrailingZeros(left)));
        }
        for (int i = 0; i < image.depth(vcpu.index); i++)
        {
            final long active = image.active(vcpu.index, i);
            vcpu.active.push((int)active, (int)(active >>> Integer.SIZE));
        }
        if (vcpu.vpe != null && vcpu.vm.hasHardwareSgis)
        {
            memory.storeLong(vcpu.vpe.table, sgis);
        }
        for (int left = vcpu.vm.hasHardwareSgis ? 0 : sgis; left != 0; left &= left - 1)
        {
            vcpu.list.addSgi(Integer.numberOfTrailingZeros(left));
        }
        if (vcpu.vpe != null)
        {
            host.factory.mapAgain(vcpu.vpe);
            if (vcpu.vm.hasHardwareSgis)
            {
                host.factory.configureSgis(vcpu.vpe);
            }
            vcpu.vpe.isPendingLast = true;                                      // V4-LL-9
            vcpu.state = V4Vcpu.State.DIRECT;
        }
    }

    /** Maps the events of a VM that was restored to the route of their vCPUs. */
    void mapEvents(final V4Vm vm)
    {
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
        {
            host.swap.map(vlpi);
            vlpi.locked(false);
        }
    }
}
