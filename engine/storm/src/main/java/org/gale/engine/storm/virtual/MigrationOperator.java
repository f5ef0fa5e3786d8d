package org.gale.engine.storm.virtual;

import java.util.SplittableRandom;
import org.gale.engine.command.Errno;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.machine.ImageSize;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.profile.MigrationKind;
import org.gale.engine.storm.run.AskedFailures;
import org.gale.engine.storm.run.MigrationFailedException;
import org.gale.engine.storm.run.MigrationMeter;
import org.gale.engine.storm.run.Precopy;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.witness.MigrationJudge;
import org.gale.tables.memory.Mix;

/**
 * Monitor of a host that migrates one VM after another to other VM ids. A migration that is due while another one is
 * under way is missed. An update stops all its VMs together, takes them through the steps one after another, and lets
 * them run on together (M-MIG-7). Passes before stop send pages of the tables while the VM runs (M-MIG-8). A step is a
 * command, and takes its time before the next one (M-MIG-1):
 * <pre>
 *   all vCPUs out         each route        each entry    successor, each entry    each route
 *        │ stop ─────────────▶ quiet, save ──────▶ destroy ──────▶ restore ──────────▶ resume
 *   messages: find the VM ───▶ held in front of the ITS ──────────────────────────────▶ sent
 * </pre>
 * A step that fails before destroy rolls back, and the source runs on. After destroy the image is restored once more; a
 * second failure ends the run (M-MIG-6). Owned by one thread.
 */
final class MigrationOperator implements Operator
{
    private static final long DRAWS = 0x6d696772617465L;
    /** Promise that nobody sleeps over an interrupt. */
    private static final String DOORBELLS = "P5";
    private static final int NONE = -1;

    private final Topology topology;
    private final Machine machine;
    private final CommandWriter writer;
    private final VirtualHost host;
    private final VirtualClock clock;
    private final CostDraws costs;
    private final EventQueue queue;
    private final FrontMessages front;
    private final HeldEvents functions;                             // null where devices have none
    private final PinWaits pins;
    private final MigrationVerbs verbs;
    private final MigrationOrder order;
    private final DueActions migrations;
    private final SplittableRandom random;
    private final PendingLpis pending;
    private final MigrationMeter figures;
    private final int[] vms;                                        // of the partition that may migrate
    private final AskedFailures failures;
    private final Precopy precopy;
    private final long leastNs;
    private final boolean isUpdate;
    private long due;
    private long soundSequence;
    private long entries;                                           // of the image in hand
    private boolean isRestoredAgain;
    private boolean isCopying;
    private int pass;                                               // of the migration in hand
    private int[] batch;                                            // VMs that are stopped together
    private int index;                                              // in it
    private int vm = NONE;                                          // that migrates, or is about to
    private MigrationStep next;                                     // null while a VM waits to run on

    /** @param held what is held, and how the host numbers VMs */
    MigrationOperator(final HostParts parts, final DirectOperator.Operated operated, final HostModel.Migrating model,
        final long seed, final HeldParts held)
    {
        this.topology = operated.topology();
        this.machine = operated.machine();
        this.writer = operated.writer();
        this.host = operated.host();
        this.clock = parts.clock();
        this.costs = parts.costs();
        this.queue = parts.timers().queue();
        this.pending = parts.pending();
        this.front = held.front();
        this.functions = held.events();
        this.pins = held.pins();
        this.verbs = new MigrationVerbs(operated, held.numbers());
        this.order = model.order();
        this.failures = new AskedFailures(model.failing());
        this.precopy = new Precopy(model.precopy());
        this.leastNs = model.leastNs();
        this.isUpdate = model.kind() == MigrationKind.UPDATE;
        this.migrations = new DueActions(clock, topology, model.rate());
        this.random = new SplittableRandom(Mix.of(seed ^ DRAWS, topology.isPartition() ? topology.share().index() : 0));
        this.vms = model.vms(topology);
        this.figures = new MigrationMeter(model, vms.length);
    }

    /** Returns what was done so far. */
    HostModel.Done done()
    {
        final boolean hasDowntimes = costs.areMigrationsGiven() || leastNs > 0;
        return figures.done(due, failures, front.heldCount(), hasDowntimes, precopy.counts(),
            pending.migrated().result(front.waiting()));
    }

    @Override
    public void begin()
    {
        // The first migration is due behind an event.
    }

    @Override
    public boolean isOpen()
    {
        return vm != NONE;
    }

    @Override
    public void sent(final long events)
    {
        // What is due begins with an event of a device.
    }

    @Override
    public void offered(final long events)
    {
        final long dueNow = migrations.by(events);
        if (dueNow > due)
        {
            due = dueNow;                                           // what is due together is done once
            if (!isOpen() && vms.length > 0 && verbs.hasNumbers(isUpdate ? vms.length : 1))
            {
                batch = isUpdate ? vms : new int[]{vms[(int)Long.remainderUnsigned(random.nextLong(), vms.length)]};
                index = 0;
                figures.begun();
                vm = batch[0];
                pass = 0;
                copyOrStop();
            }
        }
    }

    /** {@inheritDoc} Saves at once what is quiet. */
    @Override
    public void step()
    {
        if (isCopying)
        {
            copyOrStop();
            return;
        }
        if (next == null)
        {
            goOn();
            return;
        }
        figures.times().reached(next, clock.nanoTime());
        switch (next)
        {
            case STOP:
                figures.stopped(batch.length, clock.nanoTime());
                start();
                break;
            case QUIET:
                takeImage();
                break;
            case SAVE:
                if (takes(MigrationStep.SAVE))
                {
                    saved(verbs.image());
                    plan(MigrationStep.DESTROY, isLate() ? routesNs() : 0);
                }
                break;
            case DESTROY:
                entries = verbs.entries(vm);
                if (takes(MigrationStep.DESTROY))
                {
                    plan(MigrationStep.RESTORE, successorNs());
                }
                break;
            case RESTORE:
                if (takes(MigrationStep.RESTORE))
                {
                    plan(MigrationStep.RESUME, Math.max(routesNs(), leastNs - figures.sinceStopNs(clock.nanoTime())));
                }
                break;
            default:
                if (takes(MigrationStep.RESUME))
                {
                    checkSleepers();
                    check(MigrationStep.RESUME, verbs.forget(vm), false);
                    figures.ended();
                    front.sent();
                    goOn();
                }
                break;
        }
    }

    private void saved(final ImageSize image)
    {
        figures.times().saved(image);
        pending.migrated().saved(image);
        pending.imaged(vm);
    }

    /** Carries out a step. Returns false if it failed, as it was asked to, and plans what follows then. */
    private boolean takes(final MigrationStep step)
    {
        checkSleepers();
        final int asked = step == MigrationStep.STOP ? failures.next() : 0;
        final boolean isFailing = failures.takes(step);
        check(step, step == MigrationStep.STOP ? verbs.start(vm, order, asked) : verbs.step(vm, step, isFailing),
            isFailing);
        if (isFailing && !step.rollsBack())
        {
            makeAgain(step);
        }
        else if (isFailing)
        {
            rollBack(step);
        }

        return !isFailing;
    }

    /** Lets the source run on, once its entries lead to it again. */
    private void rollBack(final MigrationStep step)
    {
        failures.rolledBack(step);
        front.sent();
        plan(null, step == MigrationStep.SAVE && verbs.isWithdrawn() ? routesNs() : 0);
    }

    private void makeAgain(final MigrationStep step)
    {
        if (isRestoredAgain)
        {
            throw new MigrationFailedException(vm, step, verbs.image().pending(), front.count());
        }
        isRestoredAgain = true;
        failures.restoredAgain(step);
        plan(MigrationStep.RESTORE, successorNs());
    }

    /** Begins the next pass of the tables, or stops what migrates after the last one. */
    private void copyOrStop()
    {
        isCopying = pass < precopy.passes();
        if (isCopying)
        {
            pass++;
            plan(null, precopy.sent(pass, verbs.pass(vm)) * costs.migratePage(vcpu()));
            return;
        }
        figures.stopping(clock.nanoTime());
        host.stop(batch, () -> plan(MigrationStep.STOP, 0));
    }

    /** Saves what is quiet, at once. What passes have sent is not paid for again. */
    private void takeImage()
    {
        if (takes(MigrationStep.QUIET))
        {
            final long pages = precopy.rest(verbs.unsent(vm));
            if (functions != null)                                  // which are read last, after the tables
            {
                plan(MigrationStep.SAVE, entriesNs(precopy.entries(verbs.entries(vm))) +
                    pages * costs.migratePage(vcpu()));
            }
            else if (takes(MigrationStep.SAVE))
            {
                saved(verbs.image());
                plan(MigrationStep.DESTROY, entriesNs(precopy.entries(verbs.entries(vm))) +
                    pages * costs.migratePage(vcpu()));
            }
        }
    }

    private void start()
    {
        isRestoredAgain = false;
        front.open(vm);
        if (takes(MigrationStep.STOP))
        {
            plan(MigrationStep.QUIET, isLate() ? 0 : routesNs());
        }
    }

    /** Returns whether functions are withdrawn after the image was made. */
    private boolean isLate()
    {
        return functions != null && order == MigrationOrder.LATE_REDIRECT;
    }

    /** Takes the next VM that was stopped, or lets all run on. */
    private void goOn()
    {
        if (++index < batch.length)
        {
            vm = batch[index];
            start();
            return;
        }
        figures.wentOn(clock.nanoTime());
        vm = NONE;
        host.runOn();
    }

    private void check(final MigrationStep step, final long result, final boolean isFailing)
    {
        if (result != (isFailing ? Errno.EIO.word() : 0))
        {
            throw new IllegalStateException("the machine refuses to " + step.spelling() +
                " VM " + vm + ": " + result + " at command " + writer.sequence());
        }
        final MigrationJudge.Finding found = writer.found();
        if (found != null)
        {
            throw new InvariantBrokenException(found.promise(), "the migration of VM " + vm + " of the storm: " +
                found.text(), NONE, NONE, soundSequence, writer.sequence());
        }
        if (functions != null)
        {
            functions.changed(vm);
            pins.settle(vm);
            checkFunctions();
        }
        soundSequence = writer.sequence();
    }

    private void checkFunctions()
    {
        final String broken = machine.functions().broken();
        if (broken != null)
        {
            throw new InvariantBrokenException("P1", "the migration of VM " + vm + " of the storm: " + broken +
                " (M-MIG-9)", NONE, NONE, soundSequence, writer.sequence());
        }
    }

    /** Checks that no vCPU sleeps on an interrupt (P5), before its VM has another id, by which nobody would know it. */
    private void checkSleepers()
    {
        final String sleeper = order == MigrationOrder.NO_DOORBELL ? machine.unsettled() : null;
        if (sleeper != null)
        {
            throw new InvariantBrokenException(
                DOORBELLS, sleeper, NONE, NONE, soundSequence, writer.sequence());
        }
    }

    private void plan(final MigrationStep step, final long afterNs)
    {
        next = step;
        plan(afterNs);
    }

    private void plan(final long afterNs)
    {
        queue.add(clock.nanoTime() + afterNs, EventQueue.order(QueuedKind.OPERATOR, vm, 0, 0), HostIrqs.NONE, 0);
    }

    private long routesNs()
    {
        return costs.migrateRoute(vcpu()) * topology.lpis(vm);
    }

    /** Returns the time of entries of the VM's tables. */
    private long entriesNs(final long count)
    {
        return costs.migrateEntry(vcpu()) * count;
    }

    /** Returns the time that it takes to make the successor from the image. */
    private long successorNs()
    {
        return costs.migrateVm(vcpu()) + entriesNs(entries);
    }

    private int vcpu()
    {
        return topology.vpeIndex(vm, 0);
    }
}
