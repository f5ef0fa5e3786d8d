package org.gale.engine.gicv5;

import org.gale.engine.accounting.Ledgers;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.gicv5.cpuif.CpuInterface;
import org.gale.engine.gicv5.cpuif.GicInstructions;
import org.gale.engine.gicv5.cpuif.SystemRegisters;
import org.gale.engine.gicv5.irs.DirtyPes;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.machine.DriverPort;
import org.gale.engine.machine.FunctionMigrations;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;

/**
 * Accesses of software to the machine: loads, stores, GIC instructions and system registers. Commands of software and
 * drivers that act from within a command share it. Owned by the machine's thread.
 */
final class Gicv5Port implements DriverPort
{
    private final Bus bus;
    private final CpuInterface[] cpus;
    private final GicInstructions instructions;
    private final SystemRegisters registers;
    private final Irs irs;
    private final Ledgers ledgers;
    private final DirtyPes dirty;
    private long value;

    Gicv5Port(
        final Bus bus,
        final CpuInterface[] cpus,
        final GicInstructions instructions,
        final SystemRegisters registers,
        final Irs irs,
        final Ledgers ledgers)
    {
        this.ledgers = ledgers;
        this.irs = irs;
        this.bus = bus;
        this.cpus = cpus;
        this.instructions = instructions;
        this.registers = registers;
        this.dirty = irs.dirtyPes();
    }

    @Override
    public int load(final long address, final int sizeBytes)
    {
        if (!bus.isMapped(address, sizeBytes))
        {
            return UNMAPPED;
        }
        value = bus.load(address, sizeBytes);

        return OK;
    }

    @Override
    public int store(final long address, final int sizeBytes, final long stored)
    {
        if (!bus.isMapped(address, sizeBytes))
        {
            return UNMAPPED;
        }
        bus.store(address, sizeBytes, stored);

        return OK;
    }

    @Override
    public int instruction(final int pe, final int el, final int code, final long operand)
    {
        final GicInstruction instruction = GicInstruction.byCode(code);
        if (!isPe(pe) || !isInstructionDefined(el, instruction))
        {
            return UNDEFINED;
        }
        irs.askedBy(pe);
        final long result = instructions.execute(cpus[pe], instruction, el == Commands.VEL1, operand);
        value = instruction.hasResult() ? result : value;

        return OK;
    }

    @Override
    public int readRegister(final int pe, final int el, final int code)
    {
        final SystemRegister register = code >>> 16 == 0 ? SystemRegister.byCode(code) : null;
        if (!isPe(pe) || !isRegisterDefined(el, register, false))
        {
            return UNDEFINED;
        }
        value = registers.read(cpus[pe], register, el == Commands.VEL1);

        return OK;
    }

    @Override
    public int writeRegister(final int pe, final int el, final int code, final long written)
    {
        final SystemRegister register = code >>> 16 == 0 ? SystemRegister.byCode(code) : null;
        if (!isPe(pe) || !isRegisterDefined(el, register, true))
        {
            return UNDEFINED;
        }
        irs.askedBy(pe);
        registers.write(cpus[pe], register, el == Commands.VEL1, written);
        dirty.mark(pe);

        return OK;
    }

    @Override
    public void leaves(final int vmId, final boolean isLeaving)
    {
        ledgers.leave(owner(vmId), isLeaving);
    }

    @Override
    public void follows(final int fromVmId, final int toVmId)
    {
        ledgers.follow(owner(fromVmId), owner(toVmId));
    }

    @Override
    public void arrives(final int vmId)
    {
        final int owner = owner(vmId);
        ledgers.arrive(owner, intid -> L2Iste.isLevel((int)irs.queries().entry(owner, intid)));
    }

    private int owner(final int vmId)
    {
        return irs.accounts().vmOwner(vmId);
    }

    @Override
    public FunctionMigrations functions()
    {
        return bus.migrated();
    }

    @Override
    public PhysicalMemory memory()
    {
        return bus.memory();
    }

    @Override
    public boolean isLinked(final int pe)
    {
        return irs.isLinked(pe);
    }

    @Override
    public long value()
    {
        return value;
    }

    boolean isInstructionDefined(final int el, final GicInstruction instruction)
    {
        return instructions.isDefined(instruction, physicalEl(el), el == Commands.VEL1);
    }

    boolean isRegisterDefined(final int el, final SystemRegister register, final boolean write)
    {
        return registers.isDefined(register, physicalEl(el), el == Commands.VEL1, write);
    }

    private static int physicalEl(final int el)
    {
        return el == Commands.VEL1 ? 1 : el;
    }

    /**
     * Returns a PE that exists.
     *
     * @throws CommandException if there is no such PE
     */
    int existingPe(final int pe)
    {
        if (pe >= cpus.length)
        {
            throw new CommandException("no PE " + pe + ": there are " + cpus.length);
        }

        return pe;
    }

    boolean isPe(final int pe)
    {
        return pe >= 0 && pe < cpus.length;
    }
}
