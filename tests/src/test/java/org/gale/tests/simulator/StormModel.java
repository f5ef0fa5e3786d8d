package org.gale.tests.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.profile.StormSetups;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;

/**
 * Model of the guests of a storm: which interrupts of each VPE are pending after each command, and so what a turn must
 * take (P1, P2, P4) and which PE a signal must be raised at (P5). It knows no table and no index. Owned by one thread.
 */
final class StormModel
{
    private static final int INTID_MASK = 0xff_ffff;

    private final StormConfig config;
    private final int vms;
    private final int vpes;
    private final int devices;
    private final int events;
    private final int lpis;
    private final BitSet[] pending;
    private final int[] priorities;
    private final boolean isClosedLoop;
    private long delivered;
    private long coalesced;
    private long untranslated;

    private StormModel(final StormConfig config, final boolean isClosedLoop)
    {
        this.config = config;
        this.vms = config.value(StormSettings.VMS).intValue();
        this.vpes = config.value(StormSettings.VPES).intValue();
        this.devices = config.value(StormSettings.DEVICES).intValue();
        this.events = config.value(StormSettings.EVENTS).intValue();
        this.lpis = config.value(StormSettings.LPIS).intValue();
        this.isClosedLoop = isClosedLoop;
        pending = new BitSet[vms * vpes];
        priorities = new int[vms * lpis];
        for (int pe = 0; pe < pending.length; pe++)
        {
            pending[pe] = new BitSet();
        }
        for (int i = 0; i < priorities.length; i++)
        {
            priorities[i] = StormSetups.priority(config, i / lpis, i % lpis);
        }
    }

    /** Returns the guests of a storm whose events are in flight once. */
    static StormModel ofClosedLoop(final StormConfig config)
    {
        return new StormModel(config, true);
    }

    /** Returns the guests of a storm whose events may coalesce, and may be of devices that it has not. */
    static StormModel ofOpenLoop(final StormConfig config)
    {
        return new StormModel(config, false);
    }

    /**
     * Applies a journal, command by command, to a machine at reset and to this model.
     *
     * @param digest  of the run that left the journal
     * @param offered events that the machine of that run counted
     * @throws SimulationFailure if they differ
     */
    void check(final Path journal, final MachineConfig config, final long digest, final long offered)
        throws IOException
    {
        long sequence = 0;
        try (JournalReader reader = JournalReader.open(journal); Machine machine = Machines.FACTORY.create(config))
        {
            while (reader.next())
            {
                int at = reader.payloadOffset();
                for (int i = 0; i < reader.count(); i++)
                {
                    at = apply(machine, reader.buffer(), at, ++sequence);
                }
            }
            machine.outputs().clear();
            SimulationFailure.check(machine.runDigest() == digest, "P7",
                "one by one the commands come to another digest");
        }
        SimulationFailure.check(pendingCount() == 0 && delivered + coalesced + untranslated == offered, "P1",
            pendingCount() + " are pending, of " + offered + " " + delivered + " were delivered, " + coalesced +
            " coalesced and " + untranslated + " not translated");
    }

    /** Returns how many interrupts are pending. */
    private int pendingCount()
    {
        int count = 0;
        for (final BitSet set : pending)
        {
            count += set.cardinality();
        }

        return count;
    }

    /** Applies a command to the machine and to the model, and compares them. Returns the offset behind it. */
    private int apply(final Machine machine, final DirectBuffer frame, final int offset, final long sequence)
    {
        final long word = frame.getLong(offset);
        machine.outputs().clear();
        final int next = machine.apply(frame, offset);
        final int opcode = CommandWord.opcode(word);
        if (opcode == CommandWord.MSI)
        {
            raise(word, sequence);
        }
        else if (opcode == CommandWord.TURN)
        {
            take(machine, sequence);
        }
        if (opcode == CommandWord.MSI || opcode == CommandWord.TURN)
        {
            checkSignals(machine, sequence);
        }

        return next;
    }

    private void raise(final long word, final long sequence)
    {
        final int device = Commands.msiDeviceId(word);
        final int vmId = device / devices;
        if (vmId >= vms)
        {
            untranslated++;
            return;
        }
        final int lpiId = device % devices * events + Commands.msiEventId(word);
        final BitSet set = pending[vmId * vpes + StormSetups.vpeId(config, vmId, lpiId)];
        check(!set.get(lpiId) || !isClosedLoop, "closed loop", "VM " + vmId + " LPI " + lpiId + " is in flight twice",
            sequence);
        coalesced += set.get(lpiId) ? 1 : 0;
        set.set(lpiId);
    }

    private void take(final Machine machine, final long sequence)
    {
        for (int i = 0; i < machine.outputs().words(); i += Outputs.length(machine.outputs().word(i)))
        {
            final long output = machine.outputs().word(i);
            if (Outputs.kind(output) == Outputs.ACK)
            {
                final BitSet set = pending[Outputs.pe(output)];
                final int vmId = Outputs.pe(output) / vpes;
                final int lpiId = Outputs.value(output) & INTID_MASK;
                check(set.get(lpiId), "P2", "LPI " + lpiId + " was acknowledged and not pending", sequence);
                check(priority(vmId, lpiId) <= best(vmId, set), "P4", "LPI " + lpiId + " is not the best", sequence);
                set.clear(lpiId);
                delivered++;
            }
        }
    }

    private void checkSignals(final Machine machine, final long sequence)
    {
        for (int pe = 0; pe < pending.length; pe++)
        {
            check(pending[pe].isEmpty() != (machine.virqs().next(pe) == pe), "P5",
                "PE " + pe + " has " + pending[pe].cardinality() + " pending, signals " + machine.signals(pe),
                sequence);
        }
    }

    private int best(final int vmId, final BitSet set)
    {
        int best = Integer.MAX_VALUE;
        for (int lpiId = set.nextSetBit(0); lpiId >= 0; lpiId = set.nextSetBit(lpiId + 1))
        {
            best = Math.min(best, priority(vmId, lpiId));
        }

        return best;
    }

    private int priority(final int vmId, final int lpiId)
    {
        return priorities[vmId * lpis + lpiId];
    }

    private static void check(
        final boolean isRight, final String promise, final String finding, final long sequence)
    {
        if (!isRight)
        {
            throw new SimulationFailure(promise + " broken after command " + sequence + ": " + finding);
        }
    }
}
