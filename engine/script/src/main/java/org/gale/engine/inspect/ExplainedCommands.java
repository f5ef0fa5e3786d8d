package org.gale.engine.inspect;

import java.util.function.LongPredicate;
import org.agrona.DirectBuffer;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Commands;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.command.V4Verb;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MessagePort;
import org.gale.engine.machine.TranslationQueries;
import org.gale.engine.record.CommandTouches;
import org.gale.engine.record.RecentCommands.Condition;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IchContextrEl2;
import org.gale.tables.register.ItsTranslater;
import org.gale.tables.register.SystemRegister;

/**
 * Conditions on the commands that touched an interrupt, an event or a vector: those that name it, those that led to it
 * when they were applied, and stores to its entries of tables. Pure functions.
 */
final class ExplainedCommands
{
    private static final int VECTOR_BYTES = 16;

    private ExplainedCommands()
    {
    }

    /** Returns the condition of an SPI or LPI, or of a vLPI. */
    static Condition ofInterrupt(final Machine machine, final int owner, final int intid)
    {
        final long touch = CommandTouches.of(owner, intid);
        final long address = machine.queries() instanceof DirectQueries ? -1 :
            ExplainedInterrupt.address(machine, owner, intid);

        return (words, offset, touched, count) -> isTouched(words, touched, count, touch) ||
            isStore(words, offset, address, Integer.BYTES) ||
            (CommandTouches.isUnlinked(words, touched) && isResidency(words, offset, owner));
    }

    /** Returns the condition of an event: messages, the entries of its walk, and its interrupt if it has one. */
    static Condition ofEvent(final Machine machine, final int its, final int deviceId, final int eventId)
    {
        final long ids = (long)deviceId << Integer.SIZE | Integer.toUnsignedLong(eventId);
        if (machine.translations() == null)
        {
            final long vlpi = DirectQueries.of(machine).vlpiOf(deviceId, eventId);
            final long touch = vlpi == DirectQueries.NONE ? -1 : CommandTouches.of(
                machine.accounts().vmOwner((int)(vlpi >>> Integer.SIZE)), Intid.of(Intid.TYPE_LPI, (int)vlpi));

            return (words, offset, touched, count) -> isEvent(words, offset, 0, ids) || isMapping(words, offset, ids) ||
                isTouched(words, touched, count, touch);
        }
        final Condition ofTarget = ofTarget(machine, machine.translations().target(its, deviceId, eventId));
        final long[] entries = machine.translations().translation(its, deviceId, eventId).entries().stream()
            .mapToLong(TranslationQueries.Entry::address).filter(address -> address >= 0).toArray();
        final long translater = machine.config().board().frame(MachineKeys.ITS_TRANSLATE, its) + ItsTranslater.OFFSET;
        final LongPredicate isOfEvent = address -> address == translater && deviceId == 0;

        return (words, offset, touched, count) -> isEvent(words, offset, its, ids) ||
            ofTarget.takes(words, offset, touched, count) || isStore(words, offset, entries) ||
            (CommandWord.opcode(words.getLong(offset)) == CommandWord.STORE &&
            isOfEvent.test(words.getLong(offset + 8)) && (int)words.getLong(offset + 16) == eventId);
    }

    /** Returns the condition of a vector, and of the interrupt that its message leads to. */
    static Condition ofVector(final Machine machine, final int deviceId, final int vector)
    {
        final FunctionQueries functions = machine.functions();
        final long entry = functions.function(deviceId).bar() + (long)VECTOR_BYTES * vector;
        final int eventfd = functions.eventfdOf(deviceId, vector);
        final FunctionQueries.Message message = functions.next(deviceId, vector);
        final int place = functions.placeOf(message.address());
        final Condition ofEvent = place >= 0 && place < MessagePort.ITS_LIMIT ?
            ofEvent(machine, place, deviceId, message.data()) : (words, offset, touched, count) -> false;

        return (words, offset, touched, count) -> isOfVector(words, offset, deviceId, vector, eventfd) ||
            isStore(words, offset, entry, VECTOR_BYTES) || ofEvent.takes(words, offset, touched, count);
    }

    private static boolean isOfVector(
        final DirectBuffer words, final int offset, final int deviceId, final int vector, final int eventfd)
    {
        final long word = words.getLong(offset);

        if (CommandWord.opcode(word) == CommandWord.TRIGGER)
        {
            return Commands.msiDeviceId(word) == deviceId && Commands.vector(word) == vector;
        }
        final boolean isOfEventfd = CommandWord.opcode(word) == CommandWord.HOST && IrqfdVerb.of(word) != null &&
            IrqfdVerb.operand(words, offset, 0) == eventfd;

        return isOfEventfd || (CommandWord.opcode(word) == CommandWord.HOST && MsixVerb.of(word) != null &&
            !MsixVerb.of(word).carriesData() && MsixVerb.operand(words, offset, 0) == deviceId);
    }

    /** Returns the condition of the interrupt that an event leads to, if it leads to one. */
    private static Condition ofTarget(final Machine machine, final long target)
    {
        return target == TranslationQueries.NONE ? (words, offset, touched, count) -> false :
            ofInterrupt(machine, (int)(target >>> Integer.SIZE), (int)target);
    }

    /** Returns the condition of a PPI: instructions and wires, and writes of the registers of PPIs of its PE. */
    static Condition ofPpi(final int pe, final boolean isVirtual, final int ppi)
    {
        final long touch = CommandTouches.ofPpi(pe, isVirtual, Intid.of(Intid.TYPE_PPI, ppi));

        return (words, offset, touched, count) -> isTouched(words, touched, count, touch) ||
            isPpiRegister(words, offset, pe);
    }

    /**
     * Returns the condition of a PPI that a host keeps for a vCPU: verbs that name it, and those that hand it to a PE.
     */
    static Condition ofVcpuPpi(final int owner, final int vpeId, final int ppi)
    {
        final long touch = CommandTouches.ofVcpuPpi(owner, vpeId, ppi);
        final long ofVcpu = CommandTouches.ofVcpu(owner, vpeId);

        return (words, offset, touched, count) -> isTouched(words, touched, count, touch) ||
            isTouched(words, touched, count, ofVcpu);
    }

    /** Returns whether a command makes a VPE of an owner resident. */
    private static boolean isResidency(final DirectBuffer words, final int offset, final int owner)
    {
        return !OwnerId.isPhysical(owner) && CommandWord.opcode(words.getLong(offset)) == CommandWord.SYSW &&
            words.getLong(offset + 8) == SystemRegister.ICH_CONTEXTR_EL2.code() &&
            IchContextrEl2.V.isSet(words.getLong(offset + 16)) &&
            IchContextrEl2.VM.getInt(words.getLong(offset + 16)) == OwnerId.vmId(owner);
    }

    private static boolean isPpiRegister(final DirectBuffer words, final int offset, final int pe)
    {
        final long word = words.getLong(offset);
        if (CommandWord.opcode(word) != CommandWord.SYSW || Commands.pe(word) != pe)
        {
            return false;
        }
        final long code = words.getLong(offset + 8);
        final SystemRegister register = code >>> 16 == 0 ? SystemRegister.byCode((int)code) : null;

        return register != null && register.name().contains("_PPI_");
    }

    private static boolean isTouched(final DirectBuffer words, final int touched, final int count, final long touch)
    {
        boolean isFound = false;
        for (int i = 0; i < count; i++)
        {
            isFound |= touch >= 0 && words.getLong(touched + (i << 3)) == touch;
        }

        return isFound;
    }

    private static boolean isEvent(final DirectBuffer words, final int offset, final int its, final long ids)
    {
        final long word = words.getLong(offset);
        final int opcode = CommandWord.opcode(word);

        return (opcode == CommandWord.MSI || opcode == CommandWord.MSI_LONG) && Commands.eventIts(word) == its &&
            Commands.eventIds(word, opcode == CommandWord.MSI ? 0 : words.getLong(offset + 8)) == ids;
    }

    /** Returns whether a verb of a GICv4 host maps, moves or discards an event. */
    private static boolean isMapping(final DirectBuffer words, final int offset, final long ids)
    {
        final V4Verb verb = V4Verb.of(words.getLong(offset));

        return (verb == V4Verb.MAP || verb == V4Verb.MOVE || verb == V4Verb.DISCARD) &&
            V4Verb.operand(words, offset, 1) == ids >>> Integer.SIZE && V4Verb.operand(words, offset, 2) == (int)ids;
    }

    private static boolean isStore(final DirectBuffer words, final int offset, final long... entries)
    {
        boolean isFound = false;
        for (final long entry : entries)
        {
            isFound |= isStore(words, offset, entry, Long.BYTES);
        }

        return isFound;
    }

    /** Returns whether a command stores into a range of addresses; −1 is none. */
    private static boolean isStore(
        final DirectBuffer words, final int offset, final long address, final int lengthBytes)
    {
        final long word = words.getLong(offset);
        final int opcode = CommandWord.opcode(word);
        if (address < 0 || (opcode != CommandWord.STORE && opcode != CommandWord.RAM))
        {
            return false;
        }
        final long first = words.getLong(offset + 8);
        final int length = opcode == CommandWord.STORE ? Commands.sizeBytes(word) : Commands.ramBytes(word);

        return first < address + lengthBytes && address < first + length;
    }
}
