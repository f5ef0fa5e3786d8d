package org.gale.engine.gicv4;

import org.agrona.DirectBuffer;
import org.gale.engine.accounting.Ledger;
import org.gale.tables.memory.Mix;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.command.V4Verb;
import org.gale.engine.config.Gicv4Config;
import org.gale.engine.machine.CommandDigest;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.Restored;
import org.gale.engine.machine.StateDigest;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateStream;
import org.gale.tables.memory.StateWriter;

/**
 * A GICv4.1 host as a function: {@code state' = apply(state, command)}, with outputs. Messages are MSI commands, the
 * guests' turns TURN commands, everything else HOST commands of family 2. Loads and stores reach RAM only: the
 * registers belong to the host, which is inside the machine.
 *
 * <p>One thread owns a machine.
 */
public final class Gicv4Machine implements AutoCloseable
{
    /** Default of what the indexes may take together, bytes. */
    public static final long INDEX_LIMIT_DEFAULT = 1L << 30;
    /** Changes with what {@link #save} writes. */
    public static final int STATE_VERSION = 2;

    private final PhysicalMemory memory;
    private final PagePool pool;
    private final Outputs outputs = new Outputs();
    private final Host host;
    private final HostVerbs verbs;
    private final StateDigest ramDigest;
    private final CommandDigest commandDigest = new CommandDigest();

    /**
     * Brings a machine up.
     *
     * @param memory          RAM; closed with the machine
     * @param indexLimitBytes what the indexes may take together
     * @throws IllegalArgumentException if RAM has no room for the hardware's tables
     */
    public Gicv4Machine(final Gicv4Config config, final PhysicalMemory memory, final long indexLimitBytes)
    {
        this.memory = memory;
        this.pool = new PagePool(indexLimitBytes);
        this.host = new Host(config, memory, pool, outputs);
        this.verbs = new V4HostVerbs(host);
        this.ramDigest = new StateDigest(memory);
    }

    /**
     * Returns the configuration.
     */
    public Gicv4Config config()
    {
        return host.config();
    }

    /**
     * Returns RAM, for queries.
     */
    public PhysicalMemory memory()
    {
        return memory;
    }

    /**
     * Returns the log of the commands' outputs.
     */
    public Outputs outputs()
    {
        return outputs;
    }

    /**
     * Returns the verbs of HOST commands.
     */
    public HostVerbs hostVerbs()
    {
        return verbs;
    }

    /**
     * Applies commands until the end of a frame or until the outputs need to be cleared; at least one.
     *
     * @param endOffset end of the frame's commands
     * @return the offset after the last command applied
     * @throws CommandException if a command is none; those before it are applied
     */
    public int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        int at = offset;
        do
        {
            at = apply(frame, at);
        }
        while (at < endOffset && outputs.hasRoom());

        return at;
    }

    /**
     * Applies one command.
     *
     * @return the offset after it
     * @throws CommandException if it is none; nothing is applied
     */
    public int apply(final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);
        final int words = CommandWord.length(word);
        if (words == 0 || offset + (words << 3) > frame.capacity())
        {
            throw new CommandException("no command begins with 0x" + Long.toHexString(word));
        }
        outputs.beginCommand();
        switch (CommandWord.opcode(word))
        {
            case CommandWord.TIME:
                break;
            case CommandWord.MSI:
                message(Commands.msiDeviceId(word), Commands.msiEventId(word));
                break;
            case CommandWord.MSI_LONG:
                messageLong(word, frame.getLong(offset + 8));
                break;
            case CommandWord.TURN:
                turn(Commands.pe(word), Math.min(Commands.budget(word), Commands.TURN_BUDGET_LIMIT));
                break;
            case CommandWord.LOAD:
                checkMapped(frame.getLong(offset + 8), Commands.sizeBytes(word));
                outputs.result(memory.load(frame.getLong(offset + 8), Commands.sizeBytes(word)));
                break;
            case CommandWord.STORE:
                checkMapped(frame.getLong(offset + 8), Commands.sizeBytes(word));
                memory.store(frame.getLong(offset + 8), Commands.sizeBytes(word), frame.getLong(offset + 16));
                stored(frame.getLong(offset + 8));
                break;
            case CommandWord.RAM:
                storeRun(word, frame, offset);
                break;
            case CommandWord.HOST:
                execute(frame, offset);
                break;
            default: throw new CommandException("a GICv4 machine has no such command: 0x" + Long.toHexString(word));
        }
        commandDigest.add(frame, offset, words);

        return offset + (words << 3);
    }

    /**
     * Returns whether a whole access lies in RAM.
     */
    public boolean isMapped(final long address, final int sizeBytes)
    {
        return memory.contains(address, sizeBytes);
    }

    /**
     * Returns the value that a load of a mapped address reads.
     */
    public long peek(final long address, final int sizeBytes)
    {
        return memory.load(address, sizeBytes);
    }

    /**
     * Returns the number of VMs.
     */
    public int vmCount()
    {
        return host.vmCount();
    }

    /**
     * Returns the accounting of a VM, or null if there is none.
     */
    public Ledger ledger(final int vmId)
    {
        return vmId >= 0 && vmId < host.vmCount() ? host.vm(vmId).ledger() : null;
    }

    /**
     * Returns the digest of all architectural state; costs the pages written since the last one.
     */
    public long digest()
    {
        final StateStreams.Digest digest = new StateStreams.Digest();
        host.state(digest);

        return Mix.of(ramDigest.value(), digest.value());
    }

    /**
     * Returns the digest of all commands and outputs in order, with that of the state now.
     */
    public long runDigest()
    {
        return Mix.of(Mix.of(commandDigest.value(), outputs.digest()), digest());
    }

    /**
     * Returns the number of commands applied since reset, those of time not counted.
     */
    public long commandCount()
    {
        return commandDigest.count();
    }

    /**
     * Writes the whole state, between two commands, and finishes the stream.
     */
    public void save(final StateWriter writer)
    {
        pass(writer);
        writer.word(digest());
        writer.word(runDigest());
        writer.finish();
    }

    /**
     * Takes over a state that was saved; this machine is newly brought up with the same configuration.
     *
     * @return the digests, to be compared
     */
    public Restored restore(final StateReader reader)
    {
        if (commandDigest.count() != 0)
        {
            throw new IllegalStateException("not at reset: " + commandDigest.count() + " commands were applied");
        }
        pass(reader);
        final long state = reader.word();
        final long run = reader.word();
        reader.end();

        return new Restored(state, digest(), run, runDigest());
    }

    /**
     * Gives all memory back. Idempotent.
     */
    @Override
    public void close()
    {
        pool.close();
        outputs.close();
        memory.close();
    }

    private void pass(final StateStream stream)
    {
        stream.memory(memory);
        host.state(stream);
        for (int vm = 0; vm < host.vmCount(); vm++)
        {
            host.vm(vm).ledger().state(stream);
        }
        commandDigest.state(stream);
        outputs.state(stream);
    }

    Host host()
    {
        return host;
    }

    /** An event of a mapped vLPI is accepted wherever its translation is just now: a gap loses nothing. */
    private void message(final int deviceId, final int eventId)
    {
        final long outcome = host.hardware().its().message(deviceId, eventId);
        if (outcome != Its.DROPPED && Its.isVirtual(outcome))
        {
            final Vpe vpe = host.vpe(Its.vpeIdOf(outcome));
            if (vpe != null)
            {
                vpe.vcpu().vm().ledger().account(false).event(Its.intidOf(outcome));
            }
        }
        else
        {
            final Vlpi vlpi = host.devices().vlpi(deviceId, eventId);
            if (vlpi != null)
            {
                vlpi.vm().ledger().account(false).event(vlpi.vintid());
            }
        }
        host.interrupts().take();
    }

    private void messageLong(final long word, final long ids)
    {
        if (Commands.longMsiIts(word) != 0)
        {
            throw new CommandException("no ITS " + Commands.longMsiIts(word));
        }
        message((int)(ids >>> 32), (int)ids);
    }

    private void turn(final int cpu, final int budget)
    {
        if (cpu >= host.config().cpus())
        {
            throw new CommandException("no CPU " + cpu + ": there are " + host.config().cpus());
        }
        final Vcpu vcpu = host.residency().loaded(cpu);
        int left = vcpu == null ? 0 : budget;
        while (left > 0)
        {
            final int intid = host.guestCpu().acknowledge(vcpu);
            left = intid == GuestCpu.NONE ? 0 : left - 1;
            if (intid != GuestCpu.NONE)
            {
                vcpu.active().end(intid);
                outputs.acknowledged(cpu, intid);
            }
        }
    }

    private void execute(final DirectBuffer frame, final int offset)
    {
        final V4Verb verb = V4Verb.of(frame.getLong(offset));
        final String refusal = verb == null || verb.isQuery() ? "no such command" : verbs.refusal(frame, offset);
        if (refusal != null)
        {
            throw new CommandException(refusal + ": 0x" + Long.toHexString(frame.getLong(offset)));
        }
        verbs.execute(frame, offset, outputs);
    }

    private void checkMapped(final long address, final int sizeBytes)
    {
        if (!memory.contains(address, sizeBytes))
        {
            throw new CommandException("unmapped: 0x" + Long.toHexString(address));
        }
    }

    private void storeRun(final long word, final DirectBuffer frame, final int offset)
    {
        final long address = frame.getLong(offset + 8);
        final int bytes = Commands.ramBytes(word);
        if (bytes == 0 || bytes > (CommandWord.length(word) - 2) << 3 || !memory.contains(address, bytes))
        {
            throw new CommandException("not RAM: " + bytes + " bytes at 0x" + Long.toHexString(address));
        }
        for (int i = 0; i < bytes; i++)
        {
            memory.store(address + i, 1, frame.getByte(offset + 16 + i));
        }
        stored(address);
    }

    /** What is derived from the host's tables must not depend on when they were read. */
    private void stored(final long address)
    {
        if (address < host.tables().allocatedEnd())
        {
            host.hardware().rebuild();
            host.interrupts().restore();
            host.interrupts().take();
        }
    }
}
