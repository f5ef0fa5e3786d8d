package org.gale.engine.storm.virtual;

import java.util.SplittableRandom;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.machine.ImageSize;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.result.LatencyHistogram;
import org.gale.engine.storm.result.StormMigrations;
import org.gale.engine.storm.result.SummedHistogram;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.witness.MigrationJudge;
import org.gale.tables.memory.Mix;

/**
 * Monitor of a host that migrates one VM after another to other VM ids. A migration that is due while another
 * one is under way is missed. A step is a command, and takes its time before the next one (M-MIG-1):
 * <pre>
 *   all vCPUs out         each route        each entry    successor, each entry    each route
 *        │ stop ─────────────▶ quiet, save ──────▶ destroy ──────▶ restore ──────────▶ resume
 *   messages: find the VM ───▶ held in front of the ITS ──────────────────────────────▶ sent
 * </pre>
 * Owned by one thread.
 */
final class MigrationOperator implements Operator
{
    private static final long DRAWS = 0x6d696772617465L;
    /** Promise that nobody sleeps over an interrupt. */
    private static final String DOORBELLS = "P5";
    private static final int NONE = -1;
    private static final int DIGITS = 3;

    private final Topology topology;
    private final Machine machine;
    private final CommandWriter writer;
    private final VirtualHost host;
    private final VirtualClock clock;
    private final CostDraws costs;
    private final EventQueue queue;
    private final FrontMessages front;
    private final MigrationVerbs verbs;
    private final MigrationOrder order;
    private final DueActions migrations;
    private final SplittableRandom random;
    private final PendingLpis pending;
    private final MigrationTimes times = new MigrationTimes();
    private final int[] vms;                                        // of the partition
    private final LatencyHistogram stops = new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
    private final LatencyHistogram downtimes = new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
    private long due;
    private long begun;
    private long completed;
    private long soundSequence;
    private long beganNs;
    private long stoppedNs;
    private int vm = NONE;                                          // that migrates, or is about to
    private MigrationStep next;

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
        this.verbs = new MigrationVerbs(operated, held.numbers());
        this.order = model.order();
        this.migrations = new DueActions(clock, topology, model.rate());
        this.random = new SplittableRandom(Mix.of(seed ^ DRAWS, topology.isPartition() ? topology.share().index() : 0));
        this.vms = topology.ownVms();
    }

    /** Returns what was done so far. */
    HostModel.Done done()
    {
        return new HostModel.Done(due, begun, completed, 0, 0,
            new StormMigrations(0, front.heldCount(), stops, costs.areMigrationsGiven() ? downtimes : null,
            times.result(costs.areMigrationsGiven(), pending.migrated().result(front.waiting()))));
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
    public void offered(final long events)
    {
        final long dueNow = migrations.by(events);
        if (dueNow > due)
        {
            due = dueNow;                                           // what is due together is done once
            if (!isOpen() && verbs.hasNumber())
            {
                begun++;
                beganNs = clock.nanoTime();
                vm = vms[(int)Long.remainderUnsigned(random.nextLong(), vms.length)];
                next = MigrationStep.STOP;
                host.stop(vm, () -> plan(0));
            }
        }
    }

    /** {@inheritDoc} Saves at once what is quiet. */
    @Override
    public void step()
    {
        times.reached(next, clock.nanoTime());
        switch (next)
        {
            case STOP:
                stoppedNs = clock.nanoTime();
                stops.recordTime(stoppedNs - beganNs, 1);
                front.open();
                checkSleepers();
                check(verbs.start(vm, order));
                plan(routesNs());
                break;
            case QUIET:
                stepOn();
                stepOn();
                saved(verbs.image());
                plan(entriesNs());
                break;
            case DESTROY:
                final long entriesNs = entriesNs();
                stepOn();
                plan(costs.migrateVm(vcpu()) + entriesNs);
                break;
            case RESTORE:
                stepOn();
                plan(routesNs());
                break;
            default:
                stepOn();
                resumed();
                break;
        }
        next = isOpen() ? MigrationStep.byNumber(verbs.done().number() + 1) : null;
    }

    private void saved(final ImageSize image)
    {
        times.saved(image);
        pending.migrated().saved(image);
        pending.imaged(vm);
    }

    private void resumed()
    {
        final int migrated = vm;
        next = null;
        stepOn();                                                   // and it is over
        completed++;
        times.completed();
        downtimes.recordTime(clock.nanoTime() - stoppedNs, 1);
        vm = NONE;
        front.sent();
        host.runOn(migrated);
    }

    private void stepOn()
    {
        checkSleepers();
        check(verbs.step(vm, next));
        next = next == null ? null : MigrationStep.byNumber(next.number() + 1);
    }

    private void check(final long result)
    {
        if (result != 0)
        {
            throw new IllegalStateException("the machine refuses to " + (next == null ? "end" : next.spelling()) +
                " VM " + vm + ": " + result + " at command " + writer.sequence());
        }
        final MigrationJudge.Finding found = writer.found();
        if (found != null)
        {
            throw new InvariantBrokenException(found.promise(), "the migration of VM " + vm + " of the storm: " +
                found.text(), NONE, NONE, soundSequence, writer.sequence());
        }
        soundSequence = writer.sequence();
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

    private void plan(final long afterNs)
    {
        queue.add(clock.nanoTime() + afterNs, EventQueue.order(QueuedKind.OPERATOR, vm, 0, 0), HostIrqs.NONE, 0);
    }

    private long routesNs()
    {
        return costs.migrateRoute(vcpu()) * topology.lpis(vm);
    }

    /** Returns the time of all entries of the VM's tables. */
    private long entriesNs()
    {
        return costs.migrateEntry(vcpu()) * verbs.entries(vm);
    }

    private int vcpu()
    {
        return topology.vpeIndex(vm, 0);
    }
}
