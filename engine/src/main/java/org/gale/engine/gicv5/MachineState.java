package org.gale.engine.gicv5;

import org.gale.engine.gicv5.cpuif.CpuInterface;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.its.Its;
import org.gale.engine.gicv5.iwb.Iwb;
import org.gale.engine.machine.Restored;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateWriter;

/**
 * The whole state of a machine as a stream of words. What is derived is left out and made anew: candidate indexes, the
 * digests of pages, which PEs have a virtual interrupt. A machine that was restored cannot be told from the one that
 * was saved: all outputs and digests to come are equal.
 * <pre>
 *   RAM: count of pages, then for each its number and 512 words
 *   IRS, ITS, IWB, CPU interfaces: as each of them says
 *   digests of commands and outputs so far, counts
 *   digest of the state, digest of the run: what a machine must be that was restored
 * </pre>
 * Owned by the machine's thread.
 */
final class MachineState
{
    private final Gicv5Machine machine;
    private final PhysicalMemory memory;
    private final Irs irs;
    private final Its its;
    private final Iwb iwb;
    private final CpuInterface[] cpus;

    MachineState(
        final Gicv5Machine machine,
        final PhysicalMemory memory,
        final Irs irs,
        final Its its,
        final Iwb iwb,
        final CpuInterface[] cpus)
    {
        this.machine = machine;
        this.memory = memory;
        this.irs = irs;
        this.its = its;
        this.iwb = iwb;
        this.cpus = cpus;
    }

    void save(final StateWriter writer)
    {
        memory.save(writer);
        irs.state().save(writer);
        its.save(writer);
        iwb.save(writer);
        for (final CpuInterface cpu : cpus)
        {
            cpu.save(writer);
        }
        machine.commandDigest().save(writer);
        machine.outputs().save(writer);
        writer.word(machine.digest());
        writer.word(machine.runDigest());
        writer.finish();
    }

    Restored restore(final StateReader reader)
    {
        if (machine.commandCount() != 0 || memory.nextTouchedPage(0) >= 0)
        {
            throw new IllegalStateException("not at reset: " + machine.commandCount() + " commands were applied");
        }
        memory.restore(reader);
        irs.state().restore(reader);
        its.restore(reader);
        iwb.restore(reader);
        for (final CpuInterface cpu : cpus)
        {
            cpu.restore(reader);
        }
        machine.peSignals().restored();
        machine.commandDigest().restore(reader);
        machine.outputs().restore(reader);
        final long state = reader.word();
        final long run = reader.word();
        reader.end();

        return new Restored(state, machine.digest(), run, machine.runDigest());
    }
}
