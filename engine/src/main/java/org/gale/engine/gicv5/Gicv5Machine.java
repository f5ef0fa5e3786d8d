package org.gale.engine.gicv5;

import org.agrona.DirectBuffer;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.Mix;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.gicv5.cpuif.CpuInterface;
import org.gale.engine.gicv5.cpuif.GicInstructions;
import org.gale.engine.gicv5.cpuif.GuestTurn;
import org.gale.engine.gicv5.cpuif.SystemRegisters;
import org.gale.engine.gicv5.irs.Candidate;
import org.gale.engine.gicv5.irs.DirtyPes;
import org.gale.engine.gicv5.irs.EventKind;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.its.Its;
import org.gale.engine.gicv5.iwb.Iwb;
import org.gale.engine.machine.CommandDigest;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.PeSet;
import org.gale.engine.machine.Restored;
import org.gale.engine.machine.StateDigest;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.its.DeviceIdBits;
import org.gale.tables.its.EventIdBits;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateWriter;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;

/**
 * A GICv5 system as a function: {@code state' = apply(state, command)}, with outputs. The same commands give the same
 * tables, outputs and digest anywhere. Storms, scripts and benchmarks all go through {@link #apply}; there is no other
 * way in.
 *
 * <p>One thread owns a machine. Methods named as <em>looks</em> change nothing and are not journaled.
 */
public final class Gicv5Machine implements AutoCloseable
{
    /** Set in a word that a look returns when there is a candidate. */
    public static final long CANDIDATE_VALID = 1L << 63;
    /** Default of what the candidate indexes may take together. */
    public static final long INDEX_LIMIT_DEFAULT = 1L << 30;
    /** Changes with what {@link #save} writes. */
    public static final int STATE_VERSION = MachineState.VERSION;

    private final MachineConfig config;
    private final PhysicalMemory memory;
    private final Outputs outputs = new Outputs();
    private final Irs irs;
    private final Its its;
    private final Iwb iwb;
    private final Bus bus;
    private final CpuInterface[] cpus;
    private final GicInstructions instructions;
    private final SystemRegisters registers;
    private final GuestTurn guestTurn;
    private final DirtyPes dirty;
    private final StateDigest ramDigest;
    private final StateDigest spiDigest;
    private final CommandDigest commandDigest = new CommandDigest();
    private final MsiRun msiRun;
    private final VdPendRun vdPendRun;
    private final PeSet virqs;
    private final MachineState state;

    /** A machine at reset, with anonymous RAM. */
    public Gicv5Machine(final MachineConfig config)
    {
        this(config, PhysicalMemory.anonymous(config.ramBase(), config.ramBytes()), INDEX_LIMIT_DEFAULT);
    }

    /**
     * A machine at reset.
     * @param memory          RAM as the configuration says; closed with the machine
     * @param indexLimitBytes what the candidate indexes may take together
     */
    public Gicv5Machine(final MachineConfig config, final PhysicalMemory memory, final long indexLimitBytes)
    {
        this.config = config;
        this.memory = memory;
        this.irs = new Irs(config, memory, indexLimitBytes, outputs);
        this.its = new Its(memory, new DeviceIdBits(config.deviceIdBits()), new EventIdBits(config.eventIdBits()),
            config.swe(), irs::event);
        this.iwb = new Iwb(MachineConfig.IWB_WIRES, MachineConfig.IWB_DEVICE_ID, its::event);
        this.bus = new Bus(config, memory, irs, its, iwb);
        this.cpus = new CpuInterface[config.pes()];
        for (int pe = 0; pe < cpus.length; pe++)
        {
            cpus[pe] = new CpuInterface(pe, config, irs);
        }
        this.instructions = new GicInstructions(config, irs);
        this.registers = new SystemRegisters(config, irs);
        this.guestTurn = new GuestTurn(irs);
        this.dirty = irs.dirtyPes();
        this.ramDigest = new StateDigest(memory);
        this.spiDigest = new StateDigest(irs.spiMemory());
        this.msiRun = new MsiRun(this, its, irs);
        this.vdPendRun = new VdPendRun(this, irs);
        this.virqs = new PeSet(config.pes());
        this.state = new MachineState(this, memory, irs, its, iwb, cpus);
    }

    /** The configuration. */
    public MachineConfig config()
    {
        return config;
    }

    /** RAM. Others than the machine only look. */
    public PhysicalMemory memory()
    {
        return memory;
    }

    /** What the commands put out. */
    public Outputs outputs()
    {
        return outputs;
    }

    /** The interrupt routing service, for looks. */
    public Irs irs()
    {
        return irs;
    }

    /** The interrupt translation service, for looks. */
    public Its its()
    {
        return its;
    }

    /**
     * Applies commands until the end of a frame or until the outputs need to be cleared; at least one.
     *
     * @return the offset after the last command applied
     * @throws CommandException if a command is none; those before it are applied
     */
    public int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        int at = offset;
        do
        {
            final long word = frame.getLong(at);
            if (CommandWord.opcode(word) == CommandWord.MSI)
            {
                at = msiRun.apply(frame, at, endOffset);
            }
            else
            {
                at = VdPendRun.isVdPend(word) ? vdPendRun.apply(frame, at, endOffset) : apply(frame, at);
            }
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
                break;                                       // nothing architectural reads a clock
            case CommandWord.MSI:
                its.event(Commands.msiDeviceId(word), Commands.msiEventId(word), EventKind.SET_EDGE);
                break;
            case CommandWord.TURN:
                guestTurn.execute(cpu(Commands.pe(word)),
                    Math.min(Commands.budget(word), Commands.TURN_BUDGET_LIMIT), outputs);
                dirty.markVirtual(Commands.pe(word));
                break;
            case CommandWord.WIRE:
                driveWire(word, (int)frame.getLong(offset + 8));
                break;
            case CommandWord.LOAD:
                load(frame.getLong(offset + 8), Commands.sizeBytes(word));
                break;
            case CommandWord.STORE:
                store(frame.getLong(offset + 8), Commands.sizeBytes(word), frame.getLong(offset + 16));
                break;
            case CommandWord.INSN:
                execute(word, frame.getLong(offset + 8));
                break;
            case CommandWord.SYSR:
                readRegister(word, frame.getLong(offset + 8));
                break;
            case CommandWord.SYSW:
                writeRegister(word, frame.getLong(offset + 8), frame.getLong(offset + 16));
                break;
            case CommandWord.RAM:
                storeRun(word, frame, offset);
                break;
            case CommandWord.MSI_LONG:
                messageLong(word, frame.getLong(offset + 8));
                break;
            default: throw new CommandException("this version has no such command: 0x" + Long.toHexString(word));
        }
        settle();
        commandDigest.add(frame, offset, words);

        return offset + (words << 3);
    }

    /** Is the whole access inside RAM or inside one register frame? A look. */
    public boolean isMapped(final long address, final int sizeBytes)
    {
        return bus.isMapped(address, sizeBytes);
    }

    /** Is an instruction defined at an EL of section 1 of the protocol ({@link Commands#VEL1} for vel1)? A look. */
    public boolean isInstructionDefined(final int el, final int code)
    {
        return instructions.isDefined(GicInstruction.byCode(code), physicalEl(el), el == Commands.VEL1);
    }

    /** Is a register defined for a read or a write at an EL? A look. */
    public boolean isRegisterDefined(final int el, final int code, final boolean write)
    {
        return registers.isDefined(SystemRegister.byCode(code), physicalEl(el), el == Commands.VEL1, write);
    }

    /** What a load would read from a mapped address: reading changes nothing (B-TRAP-31). A look. */
    public long peek(final long address, final int sizeBytes)
    {
        return bus.load(address, sizeBytes);
    }

    /** The value of a register that is readable at an EL. A look. */
    public long registerValue(final int pe, final int el, final int code)
    {
        return registers.read(cpus[pe], SystemRegister.byCode(code), el == Commands.VEL1);
    }

    /** The candidate that the IRS forwards for a PE; 0 if there is none. A look (M-CAND). */
    public long hppi(final int pe)
    {
        return candidateWord(irs.candidate(pe));
    }

    /** The candidate of the VPE that is resident on a PE. A look. */
    public long vhppi(final int pe)
    {
        return candidateWord(irs.virtualCandidate(pe));
    }

    /** The best physical PPI of a PE. A look. */
    public long ppihppi(final int pe)
    {
        return candidateWord(cpus[pe].ppiCandidate());
    }

    /** The best virtual PPI of a PE. A look. */
    public long vppihppi(final int pe)
    {
        return candidateWord(cpus[pe].virtualPpiCandidate());
    }

    /** The interrupt signals of a PE: irq, fiq, virq, vfiq in bits 0 to 3. A look. */
    public int signals(final int pe)
    {
        return cpus[pe].signals();
    }

    /** Has a clock read, outside the machine, between translating a run of MSIs and making them pending. */
    public void onTranslated(final Runnable probe)
    {
        msiRun.onTranslated(probe);
    }

    /** The PEs that a virtual interrupt is signalled to. A look. */
    public PeSet virqs()
    {
        return virqs;
    }

    /** Writes everything the machine is, between two commands, and finishes the stream. A look. */
    public void save(final StateWriter writer)
    {
        state.save(writer);
    }

    /**
     * Becomes the machine that was saved. This one is at reset, with the same configuration.
     *
     * @return whether it is
     * @throws org.gale.tables.memory.StateException if it is nothing that was saved of such a machine; then this one
     *     can only be closed
     */
    public Restored restore(final StateReader reader)
    {
        return state.restore(reader);
    }

    /** The digest of all architectural state. A look; costs the pages written since the last one. */
    public long digest()
    {
        long hash = Mix.of(Mix.of(ramDigest.value(), spiDigest.value()), irs.digest());
        hash = Mix.of(Mix.of(hash, its.digest()), iwb.digest());
        for (final CpuInterface cpu : cpus)
        {
            hash = Mix.of(hash, cpu.digest());
        }

        return hash;
    }

    /** The digest of the run: of all commands and outputs in order, with that of the state now. A look. */
    public long runDigest()
    {
        return Mix.of(Mix.of(commandDigest.value(), outputs.digest()), digest());
    }

    /** Commands applied since reset, those of time not counted. */
    public long commandCount()
    {
        return commandDigest.count();
    }

    /** The accounting of the physical domain ({@link Irs#PHYSICAL}) or of a VM; null if there is none. A look. */
    public Ledger ledger(final int vmId)
    {
        return irs.ledger(vmId);
    }

    /** Gives all memory back. Idempotent. */
    @Override
    public void close()
    {
        irs.close();
        outputs.close();
        memory.close();
    }

    /** Settles the signals of every PE that the command concerned. */
    void settle()                                                               // B-CPU-19
    {
        while (!dirty.isEmpty())
        {
            final CpuInterface cpu = cpus[dirty.lowest()];
            boolean changed = dirty.takePhysical(cpu.pe()) && cpu.settlePhysical();
            if (dirty.takeVirtual(cpu.pe()) && cpu.settleVirtual())
            {
                changed = true;
                virqs.set(cpu.pe(), (cpu.signals() & CpuInterface.VIRQ) != 0);
            }
            if (changed)
            {
                outputs.signal(cpu.pe(), cpu.signals());
            }
        }
    }

    CommandDigest commandDigest()
    {
        return commandDigest;
    }

    private static long candidateWord(final long candidate)
    {
        return candidate == Candidate.NONE ? 0 : CANDIDATE_VALID | candidate;
    }

    private static int physicalEl(final int el)
    {
        return el == Commands.VEL1 ? 1 : el;
    }

    private CpuInterface cpu(final int pe)
    {
        if (pe >= cpus.length)
        {
            throw new CommandException("no PE " + pe + ": there are " + cpus.length);
        }

        return cpus[pe];
    }

    private void driveWire(final long word, final int id)
    {
        final int owner = Commands.wireOwner(word);
        final boolean high = Commands.isWireHigh(word);
        switch (Commands.wireKind(word))
        {
            case Commands.WIRE_PPI:
                cpu(owner).drivePpi(id, high);
                dirty.mark(owner);
                break;
            case Commands.WIRE_SPI:
                if (irs.spiExists(id))
                {
                    irs.driveSpi(id, high);
                }
                break;
            case Commands.WIRE_IWB:
                if (owner == 0 && config.virtual())
                {
                    iwb.drive(id, high);
                }
                break;
            default: throw new CommandException("no such wire: 0x" + Long.toHexString(word));
        }
    }

    private void load(final long address, final int sizeBytes)
    {
        checkMapped(address, sizeBytes);
        outputs.result(bus.load(address, sizeBytes));
    }

    private void store(final long address, final int sizeBytes, final long value)
    {
        checkMapped(address, sizeBytes);
        bus.store(address, sizeBytes, value);
    }

    private void checkMapped(final long address, final int sizeBytes)
    {
        if (!bus.isMapped(address, sizeBytes))
        {
            throw new CommandException("unmapped: 0x" + Long.toHexString(address));
        }
    }

    private void storeRun(final long word, final DirectBuffer frame, final int offset)
    {
        final long address = frame.getLong(offset + 8);
        final int length = Commands.ramBytes(word);
        if (length == 0 || length > (CommandWord.length(word) - 2) << 3 || !memory.contains(address, length))
        {
            throw new CommandException("not RAM: " + length + " bytes at 0x" + Long.toHexString(address));
        }
        irs.store(address, frame, offset + 2 * Long.BYTES, length);
    }

    private void execute(final long word, final long operand)
    {
        final CpuInterface cpu = cpu(Commands.pe(word));
        final GicInstruction instruction = GicInstruction.byCode(Commands.code(word));
        final int el = Commands.el(word);
        if (!instructions.isDefined(instruction, physicalEl(el), el == Commands.VEL1))
        {
            throw new CommandException("undefined instruction: 0x" + Long.toHexString(word));
        }
        final long result = instructions.execute(cpu, instruction, el == Commands.VEL1, operand);
        if (instruction.hasResult())
        {
            outputs.result(result);
        }
    }

    private void readRegister(final long word, final long code)
    {
        final CpuInterface cpu = cpu(Commands.pe(word));
        checkRegister(word, code, false);
        outputs.result(registers.read(
            cpu, SystemRegister.byCode((int)code), Commands.el(word) == Commands.VEL1));
    }

    private void writeRegister(final long word, final long code, final long value)
    {
        final CpuInterface cpu = cpu(Commands.pe(word));
        checkRegister(word, code, true);
        registers.write(cpu, SystemRegister.byCode((int)code), Commands.el(word) == Commands.VEL1, value);
        dirty.mark(cpu.pe());
    }

    private void checkRegister(final long word, final long code, final boolean write)
    {
        if (code >>> 16 != 0 || !isRegisterDefined(Commands.el(word), (int)code, write))
        {
            throw new CommandException("undefined register: 0x" + Long.toHexString(code));
        }
    }

    private void messageLong(final long word, final long ids)
    {
        if (Commands.longMsiIts(word) != 0 || !config.virtual())
        {
            throw new CommandException("no ITS " + Commands.longMsiIts(word));
        }
        its.event((int)(ids >>> 32), (int)ids, EventKind.SET_EDGE);
    }
}
