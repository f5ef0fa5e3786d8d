package org.gale.engine.gicv4;

import org.gale.engine.support.SavedWords;
import org.gale.tables.gicv4.ItsCommand;
import org.gale.tables.memory.PhysicalMemory;

/** Commands that a host writes into the queue of its ITS, read back from RAM. */
final class IssuedCommands
{
    private final ItsCommandQueue commands;
    private final PhysicalMemory memory;
    private final long queueAddress;

    IssuedCommands(final V4Rig rig)
    {
        commands = rig.host().hardware.commands();
        memory = rig.machine().memory();
        final SavedWords saved = new SavedWords();
        commands.state(saved);
        queueAddress = saved.words().get(0);
    }

    /** Runs an action and returns the names of the commands that it issues; a VSYNC has its vPEID. */
    String of(final Runnable action)
    {
        final StringBuilder names = new StringBuilder();
        long at = commands.cwriter();
        action.run();
        while (at < commands.cwriter())
        {
            names.append(names.isEmpty() ? "" : " ").append(name(
                memory.loadLong(queueAddress + at), memory.loadLong(queueAddress + at + Long.BYTES)));
            at += ItsCommand.LENGTH;
        }

        return names.toString();
    }

    private static String name(final long dw0, final long dw1)
    {
        return switch (ItsCommand.OPCODE.getInt(dw0))
        {
            case ItsCommand.INT -> "INT";
            case ItsCommand.DISCARD -> "DISCARD";
            case ItsCommand.INV -> "INV";
            case ItsCommand.MAPD -> "MAPD";
            case ItsCommand.MAPTI -> "MAPTI";
            case ItsCommand.VMAPTI -> "VMAPTI";
            case ItsCommand.VMOVI -> "VMOVI";
            case ItsCommand.VSYNC -> "VSYNC:" + ItsCommand.DW1_VPEID.getInt(dw1);
            default -> "0x" + Long.toHexString(dw0);
        };
    }
}
