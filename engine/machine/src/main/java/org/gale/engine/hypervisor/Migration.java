package org.gale.engine.hypervisor;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Errno;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.StepFailure;
import org.gale.engine.machine.MigrationProgress;
import org.gale.engine.machine.MigrationMistakes;
import org.gale.engine.machine.WordList;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;

/**
 * Migration of a VM, as its monitor carries it out step by step (M-MIG-1). The source is destroyed and its pages are
 * poisoned before the successor exists, so that only what the image carries arrives. A step that fails before the
 * source is destroyed rolls back; a later one has the image restored once more. Messages that find their entry
 * withdrawn are held here, in front of the ITS (M-MIG-2). Owned by the thread that owns the machine.
 */
final class Migration
{
    private static final int NO_VM = -1;
    private static final int PE_BIAS = 1;
    private static final int PLACE_WORDS = 3;
    private static final int HELD_WORDS = 2;
    private static final int WORD_LIMIT = 1 << 24;
    private static final int UNDER_WAY_LIMIT = 64;

    /** Where a vCPU was, as a word of its place. */
    private static final int OUT = 0;
    private static final int LOADED = 1;
    private static final int RUNNING = 2;
    private static final int BLOCKED = 3;
    private static final int WOKEN = 4;

    private final Kvm kvm;
    private final ItsRoutes routes;
    private final MigrationMistakes mistakes;
    private final MigrationProgress progress;
    private int source;
    final WordList image = new WordList();
    /** By vCPU: id and place, PE, PPIs that are mapped to wires. */
    private final WordList places = new WordList();
    /** Lines of the PPIs of each vCPU, which devices inside the kernel drive again. */
    private final WordList lines = new WordList();
    /** ITS, and device with event, of each message that waits. */
    private final WordList held = new WordList();
    /** LPIs of messages between ITS and table. */
    private final WordList underWay = new WordList();
    private int successor = NO_VM;
    private int sourceId;
    /** Id whose account is the VM's: that of the source, or of the last attempt to make the successor. */
    private int accountId;
    private int spis;
    private long irsBase;
    private long userspacePpis;
    private boolean isWithdrawn;

    /**
     * Makes a migration before its first step, or one whose state is restored.
     *
     * @param source   number of the VM
     * @param order    number of a {@link MigrationOrder}
     * @param failing  code of a {@link StepFailure}, 0 for none
     * @param mistakes counts how often a wrong order acts
     */
    Migration(final Kvm kvm, final ItsRoutes routes, final int source, final int order, final int failing,
        final MigrationMistakes mistakes)
    {
        this.kvm = kvm;
        this.routes = routes;
        this.source = source;
        this.progress = new MigrationProgress(order, failing);
        this.mistakes = mistakes;
    }

    /** Returns the number of the VM that migrates, also once it is destroyed. */
    int source()
    {
        return source;
    }

    /** Returns the successor, or −1 before it exists. */
    int successor()
    {
        return successor;
    }

    /**
     * Carries out the next step.
     *
     * @return OK, or the errno of a step that failed: the migration was rolled back, or restores once more
     */
    Errno step()
    {
        return progress.step(this::carryOut, this::rollBack, this::dropSuccessor);
    }

    /** Returns why the next step is refused, or null. */
    String refusal()
    {
        return progress.refusal(source);
    }

    /** Returns whether no step is left: it has ended, or was rolled back. */
    boolean isOver()
    {
        return progress.isOver();
    }

    /** Returns the number of the step that was carried out last, 0 before the first. */
    int done()
    {
        return progress.done();
    }

    /** Carries out a step, or fails in it. The source is gone though destroying it has failed. */
    private Errno carryOut(final MigrationStep step, final boolean isFailing)
    {
        final Errno errno = isFailing && step != MigrationStep.DESTROY ? Errno.EIO : carryOut(step);

        return isFailing ? Errno.EIO : errno;
    }

    private Errno carryOut(final MigrationStep step)
    {
        return switch (step)
        {
            case STOP -> stop();
            case QUIET -> quiet();
            case SAVE -> takeImage();
            case DESTROY -> destroy();
            case RESTORE -> makeSuccessor();
            case RESUME -> resume();
        };
    }

    private Errno stop()
    {
        final KvmVm vm = kvm.vms.find(source);
        places.clear();
        lines.clear();
        for (final KvmVcpu vcpu : vm.vcpus)
        {
            final int place = vcpu.isBlocked ? vcpu.isWoken ? WOKEN : BLOCKED : vcpu.isRunning ? RUNNING :
                vcpu.isLoaded() ? LOADED : OUT;
            places.add((long)vcpu.id << Integer.SIZE | place);
            places.add(vcpu.loadedPe + PE_BIAS);
            places.add(vcpu.ppis.direct());
            lines.add(vcpu.ppis.line());
            kvm.residency.put(vcpu);
        }

        return routes.find(vm.vmId);
    }

    private Errno quiet()
    {
        if (is(MigrationOrder.LATE_REDIRECT))
        {
            return Errno.OK;
        }

        return withdraw();
    }

    private Errno withdraw()
    {
        final Errno errno = routes.find(kvm.vms.find(source).vmId);             // software may have written some since
        if (errno != Errno.OK)
        {
            return errno;
        }
        routes.withdraw();
        isWithdrawn = true;
        if (!is(MigrationOrder.NO_SYNC))
        {
            routes.invalidate();
            routes.synchronise();
        }

        return Errno.OK;
    }

    private Errno takeImage()
    {
        final KvmVm vm = kvm.vms.find(source);
        final Errno errno = kvm.image.saveIfReady(vm, image);
        if (errno == Errno.OK)
        {
            spis = vm.spis.count();
            irsBase = vm.irsBase;
            userspacePpis = vm.userspacePpis;
            sourceId = vm.vmId;
            accountId = sourceId;
            mistakes.acted(progress.order(), kvm.image.forget(vm, MigrationOrder.byNumber(progress.order()), image));
        }

        return errno;
    }

    private Errno destroy()
    {
        final KvmVm vm = kvm.vms.find(source);
        if (is(MigrationOrder.LATE_REDIRECT))
        {
            withdraw();
        }
        for (int i = 0; i < underWay.size(); i++)
        {
            kvm.transfer.pendLpi(vm, (int)underWay.word(i));
        }
        underWay.clear();
        if (is(MigrationOrder.LATE_REDIRECT) || is(MigrationOrder.NO_SYNC))
        {
            final int lost = kvm.image.pendingBeside(vm, image);                // others merge with what it has
            mistakes.acted(progress.order(), lost);
        }
        kvm.host.driver.leaves(sourceId, true);
        final WordList pages = VmPages.of(vm);
        final long ownedBefore = kvm.host.pagesOwned();
        kvm.destroy(vm);
        if (kvm.host.pagesOwned() != ownedBefore)                               // else the IRS may use them still
        {
            VmPages.poison(pages, kvm.host.driver);
        }
        else
        {
            kvm.host.driver.leaves(sourceId, false);
            accountId = NO_VM;
        }

        return Errno.OK;
    }

    /** Makes a VM with another id from the image, in the order of K-SR-2. */
    private Errno makeSuccessor()
    {
        final KvmVm vm = kvm.vms.create();
        successor = vm.number;
        Errno errno = Errno.OK;
        for (int i = 0; i < vcpuCount() && errno == Errno.OK; i++)
        {
            errno = kvm.createVcpu(vm, places.word(i * PLACE_WORDS) >>> Integer.SIZE);
        }
        errno = errno == Errno.OK ? kvm.createDevice(vm, true, false) : errno;
        vm.irsBase = irsBase;
        vm.spis.count(spis);
        final boolean isReserved = kvm.host.vmTable.reserveId(sourceId);
        errno = errno == Errno.OK ? kvm.initialise(vm) : errno;
        if (isReserved)
        {
            kvm.host.vmTable.releaseId(sourceId);
        }
        if (errno != Errno.OK)
        {
            return errno;
        }
        vm.userspacePpis = userspacePpis;

        return fill(vm);
    }

    /** Fills the successor from the image, with the account of the source. */
    private Errno fill(final KvmVm vm)
    {
        final boolean isFollowed = accountId != NO_VM;
        if (isFollowed)
        {
            kvm.host.driver.follows(accountId, vm.vmId);
            accountId = vm.vmId;
        }
        final Errno errno = kvm.image.restore(vm, image, image.size());
        if (isFollowed && errno == Errno.OK)
        {
            kvm.host.driver.arrives(vm.vmId);
        }

        return errno;
    }

    private Errno resume()
    {
        final KvmVm vm = kvm.vms.find(successor);
        for (int i = 0; i < vcpuCount(); i++)
        {
            final Errno errno = resume(vm.vcpus.get(i), i);
            if (errno != Errno.OK)
            {
                return errno;
            }
        }
        final boolean isOld = is(MigrationOrder.OLD_ID);
        mistakes.acted(progress.order(), isOld ? routes.count() : 0);
        redirect(isOld ? sourceId : vm.vmId);

        return Errno.OK;
    }

    /** Puts a vCPU back to where the source's was. */
    private Errno resume(final KvmVcpu vcpu, final int index)
    {
        final int place = (int)places.word(index * PLACE_WORDS);
        final int pe = (int)places.word(index * PLACE_WORDS + 1) - PE_BIAS;
        for (long left = places.word(index * PLACE_WORDS + 2); left != 0; left &= left - 1)
        {
            kvm.direct(vcpu, Long.numberOfTrailingZeros(left), true);
        }
        for (long left = lines.word(index); left != 0; left &= left - 1)
        {
            vcpu.ppis.inject(Long.numberOfTrailingZeros(left), true);
        }
        Errno errno = Errno.OK;
        if (isOnPe(place))
        {
            errno = kvm.residency.loadedOn(pe) == null ? kvm.residency.run(vcpu, pe) : Errno.EBUSY;
            if (errno == Errno.OK && place == LOADED)
            {
                kvm.residency.exit(vcpu);
            }
        }
        else if (place != OUT)
        {
            final boolean isForgotten = is(MigrationOrder.NO_DOORBELL) && place == BLOCKED;
            errno = kvm.residency.blockAgain(vcpu, place == WOKEN, !isForgotten);
        }

        return errno;
    }

    /** Makes the entries valid again, and sends what was held. */
    private void redirect(final int vmId)
    {
        routes.redirect(vmId);
        isWithdrawn = false;
        routes.invalidate();
        routes.synchronise();
        for (int i = 0; i < held.size(); i += HELD_WORDS)
        {
            routes.send((int)held.word(i), held.word(i + 1));
        }
        held.clear();
    }

    /** Lets the source run on. */
    private void rollBack()
    {
        final KvmVm vm = kvm.vms.find(source);
        if (isWithdrawn)
        {
            redirect(vm.vmId);
        }
        for (int i = 0; i < underWay.size(); i++)
        {
            kvm.transfer.pendLpi(vm, (int)underWay.word(i));
        }
        for (int i = 0; i < vcpuCount(); i++)
        {
            resume(vm.vcpus.get(i), i);
        }
    }

    /** Destroys a successor that is not whole. The image is the place of its interrupts until it is restored. */
    private void dropSuccessor()
    {
        if (successor != NO_VM)
        {
            final KvmVm vm = kvm.vms.find(successor);
            if (accountId != NO_VM && vm.vmId == accountId)
            {
                kvm.host.driver.leaves(accountId, true);                        // the image carries it again
            }
            kvm.destroy(vm);
        }
        successor = NO_VM;
    }

    /** Returns whether a message waits in front of the ITS, or on its way to a table: {@link #hold} takes it. */
    boolean holds(final int its, final int deviceId, final int eventId)
    {
        if (routes.find(its, deviceId, eventId) == ItsRoutes.NONE)
        {
            return false;
        }

        final boolean isUnderWay = is(MigrationOrder.NO_SYNC) && progress.isBefore(MigrationStep.QUIET);

        return isWithdrawn || (isUnderWay && underWay.size() < UNDER_WAY_LIMIT);
    }

    /** Returns the messages that wait in front of the ITS, or on their way to a table. */
    int waiting()
    {
        return held.size() / HELD_WORDS + underWay.size();
    }

    /** Holds a message for which {@link #holds} is true. */
    void hold(final int its, final int deviceId, final int eventId)
    {
        if (isWithdrawn)
        {
            held.add(its);
            held.add((long)deviceId << Integer.SIZE | Integer.toUnsignedLong(eventId));
        }
        else
        {
            underWay.add(routes.lpiOf(routes.find(its, deviceId, eventId)));
        }
    }

    /** Passes a migration that is under way through a stream. */
    void state(final StateStream stream)
    {
        progress.state(stream);
        source = stream.word32(source);
        successor = stream.word32(successor);
        sourceId = stream.word32(sourceId);
        accountId = stream.number("VM id of an account", accountId, NO_VM, OwnerId.VM_LIMIT - 1);
        spis = stream.number("SPIs", spis, 0, SharedInterrupts.LIMIT);
        irsBase = stream.word(irsBase);
        userspacePpis = stream.word(userspacePpis);
        isWithdrawn = stream.flag(isWithdrawn);
        image.state(stream, VmImage.WORD_LIMIT);
        places.state(stream, PLACE_WORDS * KvmHost.MAX_VCPUS);
        lines.state(stream, KvmHost.MAX_VCPUS);
        held.state(stream, WORD_LIMIT);
        underWay.state(stream, UNDER_WAY_LIMIT);
        routes.state(stream);
        if (stream.isRestoring() && !isWhole())
        {
            throw new StateException("a migration of VM " + source + " after step " + done() + " is not whole");
        }
    }

    /** Returns whether the VMs that a restored state names are there, with vCPUs of this machine's PEs. */
    private boolean isWhole()
    {
        final KvmVm vm = progress.isBefore(MigrationStep.DESTROY) ? find(source) : find(successor);
        final boolean hasVm =
            done() == MigrationStep.DESTROY.number() || (vm != null && vm.vcpus.size() == vcpuCount());
        boolean isWhole = hasVm && lines.size() == vcpuCount() && places.size() == vcpuCount() * PLACE_WORDS &&
            held.size() % HELD_WORDS == 0;
        for (int i = 0; i < vcpuCount() && isWhole; i++)
        {
            final long pe = places.word(i * PLACE_WORDS + 1);
            isWhole = (int)places.word(i * PLACE_WORDS) <= WOKEN && pe >= 0 && pe <= kvm.residency.peCount() &&
                (pe != 0 || !isOnPe((int)places.word(i * PLACE_WORDS)));
        }

        return isWhole && routes.isWhole(held);
    }

    private static boolean isOnPe(final int place)
    {
        return place == LOADED || place == RUNNING;
    }

    private KvmVm find(final int number)
    {
        return number < 0 ? null : kvm.vms.find(number);
    }

    private boolean is(final MigrationOrder asked)
    {
        return progress.is(asked);
    }

    private int vcpuCount()
    {
        return places.size() / PLACE_WORDS;
    }
}
