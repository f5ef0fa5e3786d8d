package org.gale.engine.gicv4;

import java.util.List;
import org.gale.engine.command.Errno;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.StepFailure;
import org.gale.engine.command.V4Step;
import org.gale.engine.command.V4Verb;
import org.gale.engine.machine.Control;
import org.gale.engine.machine.ImageSize;
import org.gale.engine.machine.MigrationMistakes;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.PrecopyLog;
import org.gale.engine.machine.WordList;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;

/**
 * Images of a host's VMs, and their migrations, of which one is under way at a time. Owned by the thread that owns the
 * machine.
 */
final class V4Migrations implements MigrationPart
{
    private static final int NO_VM = -1;

    private final V4Host host;
    private final VmImages images;
    private final VmEnd end;
    private final MigrationMistakes mistakes = new MigrationMistakes("v4");
    /** Image that the last save made: no part of the state. */
    private final WordList saved = new WordList();
    /** Words of the image that the next restore takes. */
    private final WordList staged = new WordList();
    /** Null while no VM migrates. */
    private V4Migration current;
    private final PrecopyLog log;

    V4Migrations(final V4Host host, final PhysicalMemory memory)
    {
        this.host = host;
        this.log = new PrecopyLog(memory);
        this.end = new VmEnd(host, memory);
        this.images = new VmImages(host, memory, end);
    }

    @Override
    public boolean isUnderWay()
    {
        return current != null;
    }

    @Override
    public boolean isOpen()
    {
        return current != null && !current.isOver();
    }

    @Override
    public boolean isStaged()
    {
        return staged.size() != 0;
    }

    /** Returns the number of the VM that migrates, also once it is destroyed; −1 if none does. */
    int source()
    {
        return current == null ? NO_VM : current.source();
    }

    /** Returns the successor of the VM that migrates, or −1 before it exists. */
    int successor()
    {
        return current == null ? NO_VM : current.successor();
    }

    /** Returns the number of the step that was carried out last, 0 if no VM migrates. */
    int done()
    {
        return current == null ? 0 : current.done();
    }

    /** Returns why a verb of a VM is refused, or null. */
    String refusal(final long vm)
    {
        return isUnderWay() && (vm == current.source() || (vm == current.successor() && isOpen())) ?
            "VM " + vm + " migrates (v4 step goes on)" : null;
    }

    /**
     * Destroys a VM: its vCPUs leave their CPUs, and its vLPIs are discarded. One that is gone stays so.
     *
     * @return {@link Errno#EBUSY} while a transition is open
     */
    Errno destroyVm(final V4Vm vm)
    {
        if (host.transition.isOpen())
        {
            return Errno.EBUSY;
        }
        if (!vm.isGone())
        {
            for (final V4Vcpu vcpu : vm.vcpus)
            {
                host.residency.put(vcpu);
            }
            for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
            {
                host.guest.discard(vm, vlpi.deviceId, vlpi.eventId);
            }
            end.destroy(vm);
        }

        return Errno.OK;
    }

    /** Returns why the next step is refused, or null. */
    String refusalOfStep()
    {
        return current == null ? null : current.refusal();
    }

    /** Returns why nothing that is carried out step by step can begin, or null. */
    String refusalOfSteps()
    {
        return isUnderWay() ? "VM " + current.source() + " migrates, and its steps come first (v4 step goes on)" :
            host.transition.isOpen() ? "a transition is open (v4 step goes on)" : null;
    }

    /** Returns why a migration in an order, with a step that fails, is refused, or null. */
    String refusalOfOrder(final long order, final long failing)
    {
        final MigrationOrder asked = MigrationOrder.byNumber((int)Math.min(order, Byte.MAX_VALUE));

        return asked != null && asked.isOf(V4Verb.FAMILY) && StepFailure.isValid(failing) ? null :
            "no such order, or no step that may fail";
    }

    /**
     * Begins a migration with its first step.
     *
     * @param order   number of an order
     * @param failing code of a {@link StepFailure}, 0 for none
     * @return the code of the step, or a negative errno
     */
    long start(final V4Vm vm, final int order, final int failing)
    {
        mistakes.asked(order);
        current = make(vm.number, order, failing);

        return carryOut(null);
    }

    /**
     * Carries out the next step, or forgets a migration that has ended.
     *
     * @param messages sends what was held
     * @return the code of the step, {@link V4Step#ENDED}, or a negative errno
     */
    long step(final Messages messages)
    {
        if (!isOpen())
        {
            current = null;
            return V4Step.ENDED;
        }

        return refusalOfStep() == null ? carryOut(messages) : Errno.EIO.word();
    }

    /** Makes a pass before a migration, with its outputs. */
    void send(final V4Vm vm, final Outputs outputs)                             // M-MIG-8
    {
        log.send(vm.number, sink -> end.tables(vm, sink), outputs);
    }

    /** Returns what the next pass would send, see {@link PrecopyLog#unsent}. */
    int unsent(final V4Vm vm, final long[] to)
    {
        return log.unsent(vm.number, sink -> end.tables(vm, sink), to);
    }

    /** Returns the passes that were made of a VM. */
    int passes(final int vm)
    {
        return log.passes(vm);
    }

    @Override
    public boolean hasPasses()
    {
        return log.isUsed();
    }

    @Override
    public void passPasses(final StateStream stream)
    {
        log.state(stream);
    }

    private long carryOut(final Messages messages)
    {
        final Errno errno = current.step(messages);
        log.stepped(errno, current.done());
        if (errno != Errno.OK)
        {
            current = current.isOver() ? null : current;
            return errno.word();
        }

        return V4Step.ofMigration(current.done(), Math.max(current.successor(), 0));
    }

    @Override
    public boolean holds(final int deviceId, final int eventId)
    {
        return current != null && current.holds(deviceId, eventId);
    }

    @Override
    public boolean isHeld(final int deviceId, final int eventId)
    {
        return current != null && current.isHeld(deviceId, eventId);
    }

    @Override
    public int heldCount()
    {
        return current == null ? 0 : current.heldCount();
    }

    @Override
    public long held(final int index)
    {
        return current.held(index);
    }

    /** Returns why there is no image, or null. */
    String noImage()
    {
        return saved.size() == 0 ? "no image was saved" : null;
    }

    /** Saves a VM that runs on. */
    Errno takeImage(final V4Vm vm)
    {
        return images.take(vm, saved);
    }

    /** Returns the image that the last save made, as words in hexadecimal digits. */
    String savedText()
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < saved.size(); i++)
        {
            text.append(i == 0 ? "" : " ").append(Long.toHexString(saved.word(i)));
        }

        return text.toString();
    }

    /** Takes a word of an image that is restored next. */
    void stage(final long index, final long word)
    {
        if (index >= 0 && index < V4Image.WORD_LIMIT)
        {
            staged.set((int)index, word);
        }
    }

    /** Restores the image that is staged. */
    Errno putImage(final V4Vm vm, final long length)
    {
        final Errno errno = images.fillWhole(vm, V4Image.of(staged, length, host.config.lpiBits()));
        staged.clear();

        return errno;
    }

    /** Adds the wrong orders that were asked for, and how often each acted. */
    void addControls(final List<Control> controls)
    {
        mistakes.addControls(controls);
    }

    @Override
    public void passMigration(final StateStream stream)
    {
        if (stream.isRestoring())
        {
            current = make(NO_VM, 0, 0);
        }
        current.state(stream);
    }

    @Override
    public void passStaged(final StateStream stream)
    {
        staged.state(stream, V4Image.WORD_LIMIT);
    }

    /** {@return the size of the image of the VM that migrates; null before it is saved} */
    ImageSize image()
    {
        return !isOpen() || current.done() < MigrationStep.SAVE.number() ? null : current.image().size();
    }

    private V4Migration make(final int source, final int order, final int failing)
    {
        return new V4Migration(host, images, end, mistakes, source, order, failing);
    }
}
