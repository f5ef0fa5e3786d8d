package org.gale.engine.hypervisor;

import org.gale.engine.command.Errno;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.FunctionMigrations;
import org.gale.engine.machine.ImageSize;
import org.gale.engine.machine.MigrationProgress;
import org.gale.engine.machine.MigrationMistakes;
import org.gale.engine.machine.WordList;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IchContextrEl2;
import org.gale.tables.register.SystemRegister;

/**
 * Migration of a VM whose VPEs are resident, to another VM id on the same PEs (M-MIG-9). The functions whose messages
 * lead to the VM go with it: their messages are held back from quiet to resume, and stay in eventfds and pending bits.
 * Owned by the thread that owns the machine.
 */
final class ResidentMigration
{
    private static final int PLACE_WORDS = 2;
    private static final int UNDER_WAY_WORDS = 2 * 64;
    private static final int DEVICE_LIMIT = 1 << 16;
    private static final int VM_ID_LIMIT = 1 << 16;
    private static final int NO_VM = ResidentVm.NONE;

    private final HostDriver driver;
    private final FunctionMigrations functions;
    private final ItsRoutes routes;
    private final UserMemory memory;
    private final int pes;
    private final MigrationMistakes mistakes;
    private final MigrationProgress progress;
    private final ResidentVm vm;
    /** PE and ICH_CONTEXTR_EL2 of each VPE that was resident. */
    private final WordList places = new WordList();
    /** Functions that lead to the VM. */
    private final WordList devices = new WordList();
    private final ResidentImage image;
    /** Function and vector of each message between ITS and table. */
    private final WordList underWay = new WordList();
    private int source;
    private int successor = NO_VM;
    /** Id whose account is the VM's: that of the source, or of the last attempt to make the successor. */
    private int accountId;
    private boolean isWithdrawn;

    /**
     * Makes a migration before its first step, or one whose state is restored.
     *
     * @param source  id of the VM
     * @param order   number of a {@link MigrationOrder}
     * @param failing code of a failure, 0 for none
     */
    ResidentMigration(final HostDriver driver, final MachineConfig config, final int source, final int order,
        final int failing, final MigrationMistakes mistakes)
    {
        this.driver = driver;
        this.functions = driver.functions();
        this.memory = new UserMemory(config.ramBase(), config.ramBytes());
        this.routes = new ItsRoutes(driver, config.board(), memory);
        this.pes = config.pes();
        this.vm = new ResidentVm(driver, config);
        this.image = new ResidentImage(vm, functions);
        this.source = source;
        this.accountId = source;
        this.progress = new MigrationProgress(order, failing);
        this.mistakes = mistakes;
    }

    /** Returns the id of the VM that migrates, also once it is destroyed. */
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
     * @return OK, or the errno of a step that failed: the migration was rolled back, or restores once more
     */
    Errno step()
    {
        return progress.step(this::carryOut, this::rollBack, this::dropSuccessor);
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

    /** Makes the VPEs of the VM non-resident. */
    private Errno stop()
    {
        places.clear();
        for (int pe = 0; pe < pes; pe++)
        {
            final long context = driver.read(pe, SystemRegister.ICH_CONTEXTR_EL2);
            if (IchContextrEl2.V.isSet(context) && IchContextrEl2.VM.getInt(context) == source)
            {
                places.add(pe);
                places.add(context);
                driver.write(pe, SystemRegister.ICH_CONTEXTR_EL2, 0);
            }
        }
        final Errno errno = find();
        if (errno == Errno.OK && is(MigrationOrder.NO_SYNC))
        {
            holdAll();
        }

        return errno;
    }

    private Errno find()
    {
        final Errno errno = routes.find(source);
        devices.clear();
        routes.addDevices(devices);

        return errno;
    }

    private void holdAll()
    {
        for (int i = 0; i < devices.size(); i++)
        {
            if (functions.has((int)devices.word(i)))
            {
                functions.hold((int)devices.word(i));
            }
        }
    }

    private Errno quiet()
    {
        final Errno errno = find();                                             // software may have written some since
        if (errno == Errno.OK && is(MigrationOrder.NO_SYNC))
        {
            for (int i = 0; i < devices.size(); i++)
            {
                if (functions.has((int)devices.word(i)))
                {
                    functions.heldAlone((int)devices.word(i), underWay, UNDER_WAY_WORDS);
                }
            }
        }
        if (errno == Errno.OK && !is(MigrationOrder.LATE_REDIRECT))
        {
            withdraw();
        }

        return errno;
    }

    private void withdraw()
    {
        holdAll();
        routes.withdraw();
        isWithdrawn = true;
        if (!is(MigrationOrder.NO_SYNC))
        {
            routes.invalidate();
            routes.synchronise();
        }
    }

    private Errno takeImage()
    {
        if (!vm.isWrittenBack(source))
        {
            return Errno.EBUSY;
        }
        if (!vm.isThere(source))                                                // software may have written its entry
        {
            return Errno.EFAULT;
        }
        vm.readSpis(source);
        image.save(devices, MigrationOrder.byNumber(progress.order()), underWay);

        return Errno.OK;
    }

    private Errno destroy()
    {
        if (is(MigrationOrder.LATE_REDIRECT))
        {
            withdraw();
        }
        for (int i = 0; i < underWay.size(); i += 2)
        {
            final int device = (int)underWay.word(i);
            final int lpi = routes.lpiOf(device, functions.sends(device, (int)underWay.word(i + 1)));
            vm.pend(source, Intid.TYPE_LPI, lpi);
        }
        underWay.clear();
        if (is(MigrationOrder.LATE_REDIRECT) || is(MigrationOrder.NO_SYNC))
        {
            vm.isWrittenBack(source);
            mistakes.acted(progress.order(), image.pendingBeside());            // others merge with what it has
        }
        driver.leaves(source, true);
        vm.destroy(source);
        for (int i = 0; i < devices.size(); i++)
        {
            if (functions.has((int)devices.word(i)))
            {
                functions.poison((int)devices.word(i));
            }
        }

        return Errno.OK;
    }

    /** Makes a VM with another id from the image, in the order of K-SR-2. */
    private Errno makeSuccessor()
    {
        final int vmId = vm.freeId(source);
        if (vmId == NO_VM)
        {
            return Errno.ENOSPC;
        }
        successor = vmId;
        driver.follows(accountId, vmId);
        accountId = vmId;
        image.put();
        vm.make(vmId);
        image.pend(vmId);
        driver.arrives(vmId);
        final int lost = image.restoreFunctions();
        if (is(MigrationOrder.EVENTFD_CLOSED) || is(MigrationOrder.PBA_UNSAVED))
        {
            mistakes.acted(progress.order(), lost);
        }

        return Errno.OK;
    }

    /** Makes the VPEs resident again, and the entries lead to the successor; lets messages go. */
    private Errno resume()
    {
        enter(successor);
        final boolean isOld = is(MigrationOrder.OLD_ID);
        mistakes.acted(progress.order(), isOld ? routes.count() : 0);
        redirect(isOld ? source : successor);

        return Errno.OK;
    }

    private void enter(final int vmId)
    {
        for (int i = 0; i < places.size(); i += PLACE_WORDS)
        {
            driver.write((int)places.word(i), SystemRegister.ICH_CONTEXTR_EL2,
                IchContextrEl2.VM.set(places.word(i + 1), vmId));
        }
    }

    private void redirect(final int vmId)
    {
        if (isWithdrawn)
        {
            routes.redirect(vmId);
            routes.invalidate();
            routes.synchronise();
        }
        isWithdrawn = false;
        for (int i = 0; i < devices.size(); i++)
        {
            if (functions.has((int)devices.word(i)))
            {
                functions.letGo((int)devices.word(i));
            }
        }
    }

    /** Lets the source run on. */
    private void rollBack()
    {
        underWay.clear();                                                       // held back still, and sent now
        redirect(source);
        enter(source);
    }

    /** Destroys a successor that is not whole. The image is the place of its interrupts until it is restored. */
    private void dropSuccessor()
    {
        if (successor != NO_VM)
        {
            driver.leaves(accountId, true);                                     // the image carries it again
            vm.destroy(successor);
        }
        successor = NO_VM;
    }

    /** Returns the size of the image that was saved. */
    ImageSize size()
    {
        return image.size();
    }

    private boolean is(final MigrationOrder asked)
    {
        return progress.is(asked);
    }

    /** Passes a migration that is under way through a stream. */
    void state(final StateStream stream)
    {
        progress.state(stream);
        source = stream.number("VM that migrates", source, 0, VM_ID_LIMIT - 1);
        successor = stream.number("successor of a VM", successor, NO_VM, VM_ID_LIMIT - 1);
        accountId = stream.number("VM id of an account", accountId, 0, VM_ID_LIMIT - 1);
        isWithdrawn = stream.flag(isWithdrawn);
        image.state(stream);
        places.state(stream, PLACE_WORDS * pes);
        devices.state(stream, DEVICE_LIMIT);
        underWay.state(stream, UNDER_WAY_WORDS);
        routes.state(stream);
        vm.state(stream);
        if (stream.isRestoring() && !isWhole())
        {
            throw new StateException("a migration of VM " + source + " after step " + done() + " is not whole");
        }
    }

    /** Returns whether what was restored names PEs, tables and RAM of this machine. */
    private boolean isWhole()
    {
        boolean isWhole = places.size() % PLACE_WORDS == 0 && underWay.size() % 2 == 0 &&
            routes.isWhole(new WordList()) &&
            (progress.isBefore(MigrationStep.SAVE) || (vm.isWhole(memory) && image.isWhole(devices)));
        for (int i = 0; i < places.size() && isWhole; i += PLACE_WORDS)
        {
            isWhole = places.word(i) >= 0 && places.word(i) < pes;
        }

        return isWhole;
    }
}
