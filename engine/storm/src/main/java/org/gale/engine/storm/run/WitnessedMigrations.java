package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.agrona.DirectBuffer;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.VmVerb;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.ResumableMigrations;
import org.gale.engine.storm.topology.Topology;

/**
 * Migrations of the VMs of functions, as their commands and the answers to these have them: from quiet to resume the
 * functions of the VM send nothing (M-MIG-9). Owned by the thread of the machine.
 */
final class WitnessedMigrations
{
    private static final int UNDER_WAY = 64;
    private static final int VALUES = 3;
    private static final int ROLLED_BACK = -1;
    private static final int NONE = -1;

    private final Topology topology;
    private final WitnessedVectors vectors;
    private final DueLpis lpis;
    private final Machine machine;
    /** Id that each VM has; none of a VM of another engine, whose id a successor may get. */
    private final int[] ids;
    private final List<Integer> underWay = new ArrayList<>();
    private final long[] values = new long[VALUES];
    private int vm;
    private int done;
    private MigrationOrder order = MigrationOrder.RIGHT;
    private boolean isTakenOver;                                    // from quiet to destroy, and not restored yet

    /** @param machine of which migrations are taken over */
    WitnessedMigrations(
        final Topology topology, final WitnessedVectors vectors, final DueLpis lpis, final Machine machine)
    {
        this.topology = topology;
        this.lpis = lpis;
        this.machine = machine;
        this.vectors = vectors;
        this.ids = new int[topology.vms()];
        for (int each = 0; each < ids.length; each++)
        {
            ids[each] = topology.isOwn(each) ? each : NONE;
        }
    }

    /** Reads a command before it is applied. */
    void begins(final DirectBuffer frame, final int offset, final long word)
    {
        if (VmVerb.of(word) == VmVerb.MIGRATE)
        {
            final int id = (int)VmVerb.operand(frame, offset, 0);
            vm = 0;
            while (vm < ids.length && ids[vm] != id)
            {
                vm++;
            }
            order = MigrationOrder.byNumber((int)VmVerb.operand(frame, offset, 1));
            done = 0;
            isTakenOver = false;
            underWay.clear();
        }
    }

    /**
     * Takes the migration that is under way in the machine of a storm that goes on, before its vectors are taken over.
     *
     * @param ofStorm order in which the storm migrates
     */
    void adopt(final MigrationOrder ofStorm)
    {
        final ResumableMigrations host = (ResumableMigrations)machine.hostVerbs(VmVerb.FAMILY);
        final int step = host.migrationStep();
        final int id = step > MigrationStep.DESTROY.number() ? host.migrationSuccessor() : host.migrating();
        vm = ids.length;
        for (int each = 0; each < ids.length; each++)
        {
            if (ids[each] != NONE)
            {
                ids[each] = OwnerId.vmId(machine.accounts().followedOwner(each));
                final boolean isIt = step == MigrationStep.DESTROY.number() ?
                    host.numberOf(ids[each]) == ResumableMigrations.NONE : ids[each] == id;
                vm = step > 0 && isIt ? each : vm;
            }
        }
        done = step;
        order = ofStorm;
        isTakenOver = step >= MigrationStep.QUIET.number() && step <= MigrationStep.DESTROY.number();
        final MigrationStep first = order == MigrationOrder.NO_SYNC ? MigrationStep.STOP :
            order == MigrationOrder.LATE_REDIRECT ? MigrationStep.DESTROY : MigrationStep.QUIET;
        if (step >= first.number() && step < MigrationStep.RESUME.number())
        {
            hold(true);
        }
    }

    /** Reads the answer to the command, the last one of the outputs. */
    void ended(final Outputs outputs)
    {
        ended(outputs, 0);
    }

    /**
     * Reads the answer to the command, and returns whether it is there.
     *
     * @param from index of the first word that may be one of the answer
     */
    boolean ended(final Outputs outputs, final int from)
    {
        final int count = outputs.values(from, values);
        if (count > 0)
        {
            ended(count);
        }

        return count > 0;
    }

    private void ended(final int count)
    {
        int step = count > 1 ? (int)values[1] : ROLLED_BACK;
        if (vm == ids.length || (count == 1 && values[0] == 0))
        {
            return;                                                 // the end, at which nothing happens any more
        }
        if (values[0] != 0 && done != MigrationStep.SAVE.number())
        {
            failed();
            return;
        }
        step = values[0] == 0 ? step : MigrationStep.DESTROY.number();  // which is carried out though it fails
        done = step;
        final boolean isSynced = order != MigrationOrder.NO_SYNC;
        final boolean isLate = order == MigrationOrder.LATE_REDIRECT;
        if (step == MigrationStep.STOP.number() && !isSynced)
        {
            hold(true);
        }
        else if (step == MigrationStep.QUIET.number() && !isSynced)
        {
            forEach(device -> vectors.heldAlone(device, underWay, UNDER_WAY));
        }
        else if (step == (isLate ? MigrationStep.DESTROY : MigrationStep.QUIET).number())
        {
            hold(true);
        }
        else if (step == MigrationStep.DESTROY.number())
        {
            if (isTakenOver && !isSynced)                           // nobody knows any more which these were
            {
                forEach(device -> vectors.heldAlone(device, underWay, UNDER_WAY));
            }
            underWay.forEach(vectors::leaves);
            underWay.clear();
            isTakenOver = false;
        }
        else if (step == MigrationStep.RESTORE.number() && isTakenOver)
        {
            restored();
        }
        else if (step == MigrationStep.RESUME.number())
        {
            ids[vm] = (int)values[2];
            hold(false);
        }
    }

    /** Returns whether an image has what is due to the guests of a VM. */
    boolean isInImage(final int of)
    {
        return of == vm && done == MigrationStep.DESTROY.number();
    }

    /** Takes over what an image alone had when the storm went on: LPIs that are due, masks and routes. */
    private void restored()
    {
        isTakenOver = false;
        lpis.takeOver(machine, vm);
        forEach(device ->
        {
            for (int vector = 0; vector < vectors.vectors(device); vector++)
            {
                vectors.takeOver(lpis.first(device) + vector, machine.functions().vector(device, vector));
            }
        });
    }

    private void failed()
    {
        if (done < MigrationStep.DESTROY.number())
        {
            underWay.clear();
            hold(false);
        }
        else
        {
            done = MigrationStep.DESTROY.number();
        }
    }

    private void hold(final boolean isHeld)
    {
        forEach(device -> vectors.hold(device, isHeld));
    }

    private void forEach(final IntConsumer each)
    {
        for (int device = 0; device < topology.totalDevices(); device++)
        {
            if (topology.vmOfDevice(device) == vm)
            {
                each.accept(device);
            }
        }
    }
}
