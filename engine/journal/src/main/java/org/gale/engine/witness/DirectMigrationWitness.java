package org.gale.engine.witness;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.V4Step;
import org.gale.engine.command.V4Verb;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.DirectQueries.VlpiState;
import org.gale.engine.machine.DirectQueries.VpeState;
import org.gale.engine.machine.Machine;
import org.gale.ringbuf.CommandWord;

/**
 * Witness of migrations of a GICv4 host. It takes each vLPI of the source before the image is made, with each message
 * that comes later. The successor has to have that once its vCPUs run, and nothing else (M-MIG-1, M-MIG-2). The witness
 * reads no image. Owned by the thread that owns the machine.
 */
final class DirectMigrationWitness
{
    private static final int NONE = DirectQueries.NONE;
    private static final int VALUES = 2;

    private final DirectQueries queries;
    private final WitnessSink sink;
    /** vLPIs of the source by their events, and what their successors have to be. */
    private final Map<Long, Due> due = new LinkedHashMap<>();
    /** Pending SGIs and running priority of each vCPU of the source. */
    private int[] sgis = new int[0];
    private int[] priorities = new int[0];
    private final ToIntFunction<long[]> outputs;
    private final long[] values = new long[VALUES];
    private int source = NONE;
    private MigrationStep done;
    private boolean isCaptured;
    /** Messages that the host holds, of which note was taken. */
    private int heard;

    /** State that a vLPI of the successor has to have. */
    private static final class Due
    {
        private final int vintid;
        private final VlpiState state;
        private final boolean wasPending;
        private boolean isSent;
        /** Whether a message has found the source after its image was made. */
        private boolean isLate;
        /** Whether the successor lacked it once it was restored: a message that is sent later may hide that. */
        private boolean isMissing;

        private Due(final int vintid, final VlpiState state, final boolean wasPending)
        {
            this.vintid = vintid;
            this.state = state;
            this.wasPending = wasPending;
        }
    }

    DirectMigrationWitness(final Machine machine, final WitnessSink sink)
    {
        this(machine, sink, machine.outputs()::values);
    }

    /** @param outputs gives the values that the command in hand has put out */
    DirectMigrationWitness(final Machine machine, final WitnessSink sink, final ToIntFunction<long[]> outputs)
    {
        this.outputs = outputs;
        this.queries = DirectQueries.of(machine);
        this.sink = sink;
    }

    /** Returns whether a command has to be applied alone, with {@link #before}. */
    boolean concerns(final long word)
    {
        return source != NONE || V4Verb.of(word) == V4Verb.MIGRATE;
    }

    /** Takes note of what the next command changes. */
    void before(final DirectBuffer frame, final int offset)
    {
        if (source != NONE && done == MigrationStep.QUIET && V4Verb.of(frame.getLong(offset)) == V4Verb.STEP)
        {
            capture();
        }
        else if (isCaptured && done == MigrationStep.SAVE && V4Verb.of(frame.getLong(offset)) == V4Verb.STEP)
        {
            due.values().forEach(this::noteLate);
        }
    }

    /** Follows a command that was applied alone, and compares. */
    void applied(final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);
        final V4Verb verb = V4Verb.of(word);
        if (verb == V4Verb.MIGRATE)
        {
            begun((int)V4Verb.operand(frame, offset, 0));
        }
        else if (source != NONE && verb == V4Verb.STEP)
        {
            stepped();
        }
        else if (isCaptured)
        {
            message(frame, offset);
        }
    }

    /** Takes note of a message: one that is a command, or one of a function that the host says is waiting. */
    private void message(final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);
        if (CommandWord.opcode(word) == CommandWord.MSI)
        {
            sent(Commands.msiDeviceId(word), Commands.msiEventId(word));
        }
        else if (CommandWord.opcode(word) == CommandWord.MSI_LONG)
        {
            final long ids = frame.getLong(offset + Long.BYTES);
            sent((int)(ids >>> Integer.SIZE), (int)ids);
        }
        for (; heard < queries.heldMessages(); heard++)
        {
            sent((int)(queries.heldMessage(heard) >>> Integer.SIZE), (int)queries.heldMessage(heard));
        }
    }

    private void begun(final int vm)
    {
        final MigrationStep step = step();
        if (step != null)
        {
            source = vm;
            done = step;
            isCaptured = false;
            heard = 0;
            due.clear();
        }
    }

    private void noteLate(final Due of)
    {
        of.isLate = of.isSent && !queries.isMessageHeld(of.state.deviceId(), of.state.eventId());
    }

    /** Takes note of what the successor lacks, before what was held is sent. */
    private void noteMissing(final int vm)
    {
        for (final Due of : due.values())
        {
            of.isMissing = (of.wasPending || of.isLate) && !isRestored(vm, of.vintid);
        }
    }

    /** Returns whether a vLPI is pending whose event is not mapped yet, in the table of its vPE or in software. */
    private boolean isRestored(final int vm, final int vintid)
    {
        final VlpiState state = queries.vlpi(vm, vintid);
        final VpeState vpe = queries.vcpu(vm, state.vcpu()).vpe();

        return state.software().isPending() ||
            (vpe != null && vpe.isMapped() && queries.nextInTable(vm, state.vcpu(), vintid) == vintid);
    }

    private void stepped()
    {
        final MigrationStep step = step();
        if (step == MigrationStep.RESTORE)
        {
            noteMissing(V4Step.successor(values[1]));
        }
        if (step == null && isCaptured && done == MigrationStep.QUIET)              // rolled back
        {
            compare(source, "after the roll-back");
        }
        if (step == MigrationStep.RESUME)
        {
            compare(V4Step.successor(values[1]), "in its successor");
        }
        final boolean isRestoredAgain = step == null && done.number() >= MigrationStep.SAVE.number();
        if (step == MigrationStep.RESUME || (step == null && !isRestoredAgain))
        {
            source = NONE;
            isCaptured = false;
        }
        done = isRestoredAgain ? MigrationStep.DESTROY : step;
    }

    /** Returns the step that the command has carried out, or null. */
    private MigrationStep step()
    {
        return outputs.applyAsInt(values) < VALUES || values[0] != 0 ? null : V4Step.migrationStep(values[1]);
    }

    private void capture()
    {
        isCaptured = true;
        for (int vintid = queries.nextVlpi(source, 0); vintid != NONE; vintid = queries.nextVlpi(source, vintid + 1))
        {
            final VlpiState state = queries.vlpi(source, vintid);
            due.put(event(state.deviceId(), state.eventId()), new Due(vintid, state, isPending(source, vintid, state)));
        }
        sgis = new int[queries.vcpuCount(source)];
        priorities = new int[sgis.length];
        for (int vcpu = 0; vcpu < sgis.length; vcpu++)
        {
            sgis[vcpu] = queries.pendingSgis(source, vcpu);
            priorities[vcpu] = queries.runningPriority(source, vcpu);
        }
    }

    private void sent(final int deviceId, final int eventId)
    {
        final Due of = due.get(event(deviceId, eventId));
        if (of != null)
        {
            of.isSent = true;
        }
    }

    private void compare(final int vm, final String where)
    {
        for (final Due of : due.values())
        {
            compare(vm, of, where);
        }
        for (int vcpu = 0; vcpu < sgis.length; vcpu++)
        {
            final int is = queries.pendingSgis(vm, vcpu);
            if (is != sgis[vcpu])
            {
                final int differing = is ^ sgis[vcpu];
                sink.broken((sgis[vcpu] & differing) != 0, "VM " + vm + " vCPU " + vcpu + " SGI " +
                    Integer.numberOfTrailingZeros(differing), " is not as it was in VM " + source + " (M-MIG-1)");
            }
            if (queries.runningPriority(vm, vcpu) != priorities[vcpu])
            {
                sink.broken(false, "VM " + vm + " vCPU " + vcpu,
                    " has another running priority than in VM " + source + " (M-MIG-1)");
            }
        }
    }

    private void compare(final int vm, final Due of, final String where)
    {
        final String who = "VM " + vm + " LPI " + of.vintid;
        final VlpiState was = of.state;
        if (queries.vlpiOf(was.deviceId(), was.eventId()) != ((long)vm << Integer.SIZE | of.vintid))
        {
            sink.broken(true, who, " is reached by no entry of device " + was.deviceId() + " event " + was.eventId() +
                " any more (M-MIG-1)");
            return;
        }
        final VlpiState is = queries.vlpi(vm, of.vintid);
        final boolean isPending = isPending(vm, of.vintid, is);
        final String lost = !isPending ? ", and is inactive " + where :
            ", and was inactive " + where + " until another message came";
        if (of.wasPending && (!isPending || of.isMissing))
        {
            sink.broken(true, who, " was pending in VM " + source + lost + " (M-MIG-1)");
        }
        else if (of.isSent && (!isPending || of.isMissing))
        {
            sink.broken(true, who, " had a message while VM " + source + " migrated" + lost + " (M-MIG-2)");
        }
        else if (isPending && !of.wasPending && !of.isSent)
        {
            sink.broken(false, who, " was inactive in VM " + source + ", and is pending " + where + " (M-MIG-1)");
        }
        if (is.property() != was.property() || is.vcpu() != was.vcpu() || is.isDirect() != was.isDirect())
        {
            sink.broken(true, who, " has another configuration, vCPU or route than in VM " + source + " (M-MIG-1)");
        }
    }

    private boolean isPending(final int vm, final int vintid, final VlpiState state)
    {
        return state.isDirect() ? queries.nextInTable(vm, state.vcpu(), vintid) == vintid :
            state.software().isPending();
    }

    private static long event(final int deviceId, final int eventId)
    {
        return (long)deviceId << Integer.SIZE | Integer.toUnsignedLong(eventId);
    }
}
