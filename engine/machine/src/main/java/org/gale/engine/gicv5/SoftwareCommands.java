package org.gale.engine.gicv5;

import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.function.FrontEnd;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.machine.CommandFrames;
import org.gale.engine.machine.DriverPort;
import org.gale.engine.machine.GuestHost;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.operand.GicInstruction;

/**
 * Commands of software: loads and stores, instructions, registers, and runs of
 * bytes. A command that a front end would not have let through is a {@link CommandException}. Owned by the machine's
 * thread.
 */
final class SoftwareCommands
{
    private final Gicv5Port port;
    private final HostSide host;
    private final FrontEnd front;
    private final Irs irs;
    private final PhysicalMemory memory;
    private final Outputs outputs;

    SoftwareCommands(
        final Gicv5Port port,
        final HostSide host,
        final FrontEnd front,
        final Irs irs,
        final PhysicalMemory memory,
        final Outputs outputs)
    {
        this.port = port;
        this.host = host;
        this.front = front;
        this.irs = irs;
        this.memory = memory;
        this.outputs = outputs;
    }

    /** Applies a command of software at an offset; any other command is refused. */
    void apply(final long word, final DirectBuffer frame, final int offset)
    {
        final long operand = frame.getLong(offset + 8);
        switch (CommandWord.opcode(word))
        {
            case CommandWord.LOAD -> load(operand, Commands.sizeBytes(word));
            case CommandWord.STORE -> store(operand, Commands.sizeBytes(word), frame.getLong(offset + 16));
            case CommandWord.INSN -> execute(word, operand);
            case CommandWord.SYSR -> readRegister(word, operand);
            case CommandWord.SYSW -> writeRegister(word, operand, frame.getLong(offset + 16));
            case CommandWord.RAM -> storeRun(word, frame, offset);
            default -> throw new CommandException("this version has no such command: 0x" + Long.toHexString(word));
        }
    }

    private void load(final long address, final int sizeBytes)
    {
        check(port.load(address, sizeBytes), "unmapped", address);
        front.loaded(address, sizeBytes, port.value());
        outputs.result(irs.stores().loaded(address, sizeBytes, port.value()));
    }

    private void store(final long address, final int sizeBytes, final long value)
    {
        check(port.store(address, sizeBytes, value), "unmapped", address);
    }

    private void execute(final long word, final long operand)
    {
        final int pe = pe(word);
        final int el = Commands.el(word);
        final int code = Commands.code(word);
        check(host.isGuestUndefined(pe, el) ? DriverPort.UNDEFINED : port.instruction(pe, el, code, operand),
            "undefined instruction", word);
        if (GicInstruction.byCode(code).hasResult())
        {
            outputs.result(port.value());
        }
    }

    private void readRegister(final long word, final long code)
    {
        final int pe = pe(word);
        final int el = Commands.el(word);
        final int register = registerCode(code);
        check(host.isGuestUndefined(pe, el) ? DriverPort.UNDEFINED : port.readRegister(pe, el, register),
            "undefined register", code);
        final GuestHost trapping = host.trapsRead(pe, el, register);
        outputs.result(trapping == null ? port.value() : trapping.trappedRead(pe, register));
    }

    private void writeRegister(final long word, final long code, final long value)
    {
        final int pe = pe(word);
        final int el = Commands.el(word);
        check(host.isGuestUndefined(pe, el) ? DriverPort.UNDEFINED :
            port.writeRegister(pe, el, registerCode(code), value), "undefined register", code);
    }

    private static void check(final int status, final String fault, final long evidence)
    {
        if (status != DriverPort.OK)
        {
            throw new CommandException(fault + ": 0x" + Long.toHexString(evidence));
        }
    }

    /** Returns a code that no register has where the operand is none. */
    private static int registerCode(final long code)
    {
        return code >>> 16 == 0 ? (int)code : -1;
    }

    private void storeRun(final long word, final DirectBuffer frame, final int offset)
    {
        final long address = frame.getLong(offset + 8);
        irs.stores().store(address, frame, offset + 2 * Long.BYTES, CommandFrames.ramBytes(word, address, memory));
    }

    private int pe(final long word)
    {
        return port.existingPe(Commands.pe(word));
    }
}
