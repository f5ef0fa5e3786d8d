package org.gale.engine.gicv4;

import org.agrona.collections.LongHashSet;
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
 * Migration of a VM of a GICv4 host, step by step (M-MIG-1, M-MIG-4). Events stay mapped until the pending tables have
 * been read, because DISCARD drops what is pending (V4-SEM-3). From SAVE to RESUME the image is the place of what is
 * pending: the locks of the events say so, as in the gap of a swap. Owned by the thread that owns the machine.
 */
final class V4Migration
{
    private static final int NO_VM = -1;
    private static final int WORD_LIMIT = 1 << 24;
    private static final int CACHE_LIMIT = 64;

    private final V4Host host;
    private final VmImages images;
    private final VmEnd end;
    private final MigrationMistakes mistakes;
    private final MigrationProgress progress;
    private final WordList image = new WordList();
    private final VcpuPlaces places;
    /** Device and event of each mapped event of the source. */
    private final WordList events = new WordList();
    private final LongHashSet eventSet = new LongHashSet();
    /** Device and event of each message that waits. */
    private final WordList held = new WordList();
    /** vPEIDs and LPIs of the source, which nobody gets until its successor runs. */
    private final WordList vpes = new WordList();
    private final WordList lpis = new WordList();
    /** vLPIs that were pending when the vCPUs stopped, for {@link MigrationOrder#UNMAPPED_LATE}. */
    private final WordList written = new WordList();
    private int source;
    private int successor = NO_VM;
    private boolean isHolding;

    /**
     * Makes a migration before its first step, or one whose state is restored.
     *
     * @param source   number of the VM
     * @param order    number of a {@link MigrationOrder}
     * @param failing  code of a {@link StepFailure}, 0 for none
     * @param mistakes counts how often a wrong order acts
     */
    V4Migration(
        final V4Host host,
        final VmImages images,
        final VmEnd end,
        final MigrationMistakes mistakes,
        final int source,
        final int order,
        final int failing)
    {
        this.host = host;
        this.images = images;
        this.end = end;
        this.mistakes = mistakes;
        this.places = new VcpuPlaces(host.residency);
        this.source = source;
        this.progress = new MigrationProgress(order, failing);
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

    /** Returns the number of the step that was carried out last, 0 before the first. */
    int done()
    {
        return progress.done();
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

    /**
     * Carries out the next step.
     *
     * @param messages sends what was held
     * @return OK, or the errno of a step that failed: the migration was rolled back, or restores once more
     */
    Errno step(final Messages messages)
    {
        return progress.step((step, isFailing) -> carryOut(step, isFailing, messages), () -> rollBack(messages),
            this::dropSuccessor);
    }

    private Errno carryOut(final MigrationStep step, final boolean isFailing, final Messages messages)
    {
        final boolean isInside = step == MigrationStep.SAVE || step == MigrationStep.DESTROY;
        if (isFailing && !isInside)
        {
            return Errno.EIO;
        }

        return switch (step)
        {
            case STOP -> stop();
            case QUIET -> quiet();
            case SAVE -> makeImage(isFailing);
            case DESTROY -> destroy(isFailing);
            case RESTORE -> makeSuccessor();
            case RESUME -> resume(messages);
        };
    }

    private Errno stop()
    {
        final V4Vm vm = host.vm(source);
        places.leave(vm);
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
        {
            events.add(event(vlpi.deviceId, vlpi.eventId));
            if (is(MigrationOrder.UNMAPPED_LATE) && host.vlpis.isPending(vlpi))
            {
                written.add(vlpi.vintid);
            }
        }
        index();

        return Errno.OK;
    }

    /** Has what was under way reach the tables. Events stay mapped, so that messages still find them. */
    private Errno quiet()
    {
        final V4Vm vm = host.vm(source);
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
        {
            host.driver.invalidate(vlpi.deviceId, vlpi.eventId);
        }
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            if (vcpu.vpe != null)
            {
                host.driver.vsync(vcpu.vpe.vpeId);
            }
        }

        return Errno.OK;
    }

    /** Makes the image, and unmaps the events. A failure comes between both. */
    private Errno makeImage(final boolean isFailing)
    {
        final V4Vm vm = host.vm(source);
        final boolean isDiscarded = is(MigrationOrder.DISCARD_FIRST);
        if (images.isUnreadable(vm) || (isDiscarded && isFailing))
        {
            return images.isUnreadable(vm) ? Errno.EACCES : Errno.EIO;          // V4-TBL-15
        }
        if (isDiscarded)
        {
            discard(vm);
        }
        if (!is(MigrationOrder.UNMAPPED_LATE))
        {
            images.unmapVpes(vm);
        }
        final LongHashSet cached = cached(vm);
        images.copy(vm, image, vlpi -> isSaved(vlpi, cached));
        if (is(MigrationOrder.UNMAPPED_LATE))
        {
            images.unmapVpes(vm);
        }
        if (isFailing || image.size() > V4Image.WORD_LIMIT)
        {
            images.mapVpesAgain(vm);
            return isFailing ? Errno.EIO : Errno.ENOMEM;
        }
        if (!isDiscarded && !is(MigrationOrder.LATE_REDIRECT))
        {
            discard(vm);
        }

        return Errno.OK;
    }

    /** Returns whether the pending bit of a vLPI goes into the image as set. */
    private boolean isSaved(final Vlpi vlpi, final LongHashSet cached)
    {
        final boolean isPending = host.vlpis.isPending(vlpi);
        final boolean isForgotten = isPending &&
            ((is(MigrationOrder.VPT_UNREAD) && vlpi.isHw()) || cached.contains(vlpi.vintid));
        mistakes.acted(progress.order(), isForgotten ? 1 : 0);

        return isPending && !isForgotten;
    }

    /** Returns the pending bits that redistributors have and memory lacks: some that came since the stop (M-MIG-5). */
    private LongHashSet cached(final V4Vm vm)
    {
        final LongHashSet known = new LongHashSet();
        for (int i = 0; i < written.size(); i++)
        {
            known.add(written.word(i));
        }
        final LongHashSet cached = new LongHashSet();
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null && cached.size() < CACHE_LIMIT;
            vlpi = vm.nextVlpi(vlpi.vintid + 1))
        {
            if (is(MigrationOrder.UNMAPPED_LATE) && vlpi.isHw() && host.vlpis.isPending(vlpi) &&
                !known.contains(vlpi.vintid))
            {
                cached.add(vlpi.vintid);
            }
        }

        return cached;
    }

    /** Unmaps the events of the source. From now on messages wait, and the image is the place of what is pending. */
    private void discard(final V4Vm vm)
    {
        isHolding = true;
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
        {
            final boolean wasPending = host.vlpis.isPending(vlpi);
            host.driver.discard(vlpi.deviceId, vlpi.eventId);
            final boolean isLost = is(MigrationOrder.DISCARD_FIRST) && wasPending && !host.vlpis.isPending(vlpi);
            mistakes.acted(progress.order(), isLost ? 1 : 0);
            vlpi.locked(true);
        }
    }

    private Errno destroy(final boolean isFailing)
    {
        final V4Vm vm = host.vm(source);
        if (is(MigrationOrder.LATE_REDIRECT))
        {
            mistakes.acted(progress.order(), notSaved(vm));
            discard(vm);
        }
        vm.ledger.leave(vm.ledger.excused() == 0);                              // else what is owed is not known
        end.destroy(vm, vpes, lpis);

        return isFailing ? Errno.EIO : Errno.OK;                    // the source is gone all the same
    }

    /** Returns the number of vLPIs whose message has come after the image was made. */
    private int notSaved(final V4Vm vm)
    {
        final V4Image made = image();
        int count = 0;
        for (int i = 0; i < made.vlpiCount(); i++)
        {
            count += vm.lpiAccount.isOwed(made.vintid(i)) && !made.isPending(i) ? 1 : 0;
        }

        return count;
    }

    /** Makes a VM of the image, with other vPEIDs and LPIs than those of the source if there are any. */
    private Errno makeSuccessor()
    {
        final V4Image made = image();
        if (host.vmCount() == OwnerId.VM_LIMIT || !host.hasRoomForVm())
        {
            return Errno.ENOMEM;
        }
        final int needed = made.directCount();
        if (needed > host.vpeIds.free() || made.vlpiCount() + needed > host.lpis.available())
        {
            releaseKept();
        }
        final V4Vm vm = host.createVm(made.vcpuCount());
        successor = vm.number;
        vm.exchangeBooks(host.vm(source));
        final Errno errno = images.fill(vm, made);
        if (errno == Errno.OK && vm.lpiAccount.isCarrying())
        {
            vm.ledger.arrive(vintid -> false);
        }

        return errno;
    }

    private Errno resume(final Messages messages)
    {
        final V4Vm vm = host.vm(successor);
        if (places.isTaken())
        {
            return Errno.EBUSY;
        }
        if (is(MigrationOrder.OLD_ID))
        {
            mapToOld(vm);
        }
        else
        {
            images.mapEvents(vm);
        }
        releaseKept();
        mistakes.acted(progress.order(), places.enter(vm, is(MigrationOrder.NO_DOORBELL)));
        send(messages);

        return Errno.OK;
    }

    /** Maps the events to the vPEs and LPIs of the source. */
    private void mapToOld(final V4Vm vm)
    {
        int number = 0;
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
        {
            final V4Vcpu target = vlpi.target();
            if (target.isDirect())
            {
                host.driver.mapVirtual(vlpi.deviceId, vlpi.eventId, vlpi.vintid, (int)vpes.word(target.index),
                    V4Its.NO_DOORBELL);
                vlpi.hw(true);
                target.vpe.vlpiCount += 1;
            }
            else
            {
                final int lpi = (int)lpis.word(number);
                host.driver.mapPhysical(vlpi.deviceId, vlpi.eventId, lpi, host.lpis.collection(lpi));
            }
            vlpi.locked(false);
            mistakes.acted(progress.order(), 1);
            number++;
        }
    }

    private void send(final Messages messages)
    {
        isHolding = false;
        for (int i = 0; i < held.size(); i++)
        {
            messages.deliver((int)(held.word(i) >>> Integer.SIZE), (int)held.word(i));
        }
        held.clear();
    }

    /** Lets the source run on. */
    private void rollBack(final Messages messages)
    {
        places.enter(host.vm(source), false);
        send(messages);
    }

    /** Destroys a successor that is not whole. The image is the place of its interrupts until it is restored. */
    private void dropSuccessor()
    {
        if (successor != NO_VM)
        {
            final V4Vm vm = host.vm(successor);
            vm.ledger.leave(true);
            end.destroy(vm);
            vm.exchangeBooks(host.vm(source));
        }
        successor = NO_VM;
    }

    private void releaseKept()
    {
        end.release(vpes, lpis);
        vpes.clear();
        lpis.clear();
    }

    /** Holds a message whose event is unmapped, if it is one of the source, and returns whether it waits (M-MIG-2). */
    boolean holds(final int deviceId, final int eventId)
    {
        final boolean isHeld = isHeld(deviceId, eventId);
        if (isHeld)
        {
            held.add(event(deviceId, eventId));
        }

        return isHeld;
    }

    /** Returns whether the messages of an event wait. */
    boolean isHeld(final int deviceId, final int eventId)
    {
        return isHolding && eventSet.contains(event(deviceId, eventId));
    }

    /** Returns the number of messages that wait. */
    int heldCount()
    {
        return held.size();
    }

    /** Returns a message that waits, the oldest first. */
    long held(final int index)
    {
        return held.word(index);
    }

    /** Passes a migration that is under way through a stream. */
    void state(final StateStream stream)
    {
        progress.state(stream);
        source = stream.word32(source);
        successor = stream.word32(successor);
        isHolding = stream.flag(isHolding);
        image.state(stream, V4Image.WORD_LIMIT);
        places.state(stream);
        events.state(stream, WORD_LIMIT);
        held.state(stream, WORD_LIMIT);
        vpes.state(stream, WORD_LIMIT);
        lpis.state(stream, WORD_LIMIT);
        written.state(stream, WORD_LIMIT);
        if (stream.isRestoring())
        {
            index();
            if (!isWhole())
            {
                throw new StateException("a migration of VM " + source + " after step " + done() + " is not whole");
            }
        }
    }

    /** Returns whether the VMs and the image that a restored state needs are there. */
    private boolean isWhole()
    {
        final boolean hasVms = source >= 0 && source < host.vmCount() && successor >= NO_VM &&
            successor < host.vmCount();
        final boolean isSaved = progress.isBefore(MigrationStep.SAVE) || image() != null;
        final int vm = progress.isBefore(MigrationStep.DESTROY) ? source : successor;

        return hasVms && isSaved && places.isSound(host.config.cpus()) && (vm == NO_VM ?
            done() == MigrationStep.DESTROY.number() : host.vm(vm).vcpus.length == places.count());
    }

    private void index()
    {
        eventSet.clear();
        for (int i = 0; i < events.size(); i++)
        {
            eventSet.add(events.word(i));
        }
    }

    /** Returns the image, or null before it is made. */
    V4Image image()
    {
        return V4Image.of(image, image.size(), host.config.lpiBits());
    }

    private boolean is(final MigrationOrder asked)
    {
        return progress.is(asked);
    }

    private static long event(final int deviceId, final int eventId)
    {
        return (long)deviceId << Integer.SIZE | Integer.toUnsignedLong(eventId);
    }
}
