package org.gale.engine.witness;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2IntHashMap;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.VmVerb;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.GuestHost;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.TranslationQueries;
import org.gale.engine.machine.UnsyncedEvents;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.operand.Intid;

/**
 * Witness of migrations: what is pending or active in the source before it is destroyed has to be so in the successor
 * once that is restored, and nothing else; each message that was held has to reach the successor; and no entry may lead
 * to a VM id that a migration has left (M-MIG-1, M-MIG-2). It reads no image. Owned by the thread that owns the
 * machine.
 */
final class MigrationWitness
{
    private static final int SAVE = 3;
    private static final int RESTORE = 5;
    private static final int RESUME = 6;
    private static final int PENDING = 1;
    private static final int ACTIVE = 2;
    private static final int STATE = PENDING | ACTIVE;
    private static final int SPI_LIMIT = 1 << 10;
    private static final int NONE = -1;
    private static final int VALUES = 3;
    /** The most events whose entries are followed. */
    private static final int SEEN_LIMIT = 1 << 16;

    private final Machine machine;
    private final InterruptQueries queries;
    private final TranslationQueries translations;
    private final WitnessSink sink;
    /** State of the interrupts of the source, those with neither bit left out, by INTID. */
    private final Int2IntHashMap due = new Int2IntHashMap(0);
    private final List<Held> held = new ArrayList<>();
    private final Set<Integer> left = new HashSet<>();
    /** Events of which a message has come, and of these the ones that led to the source, each with its LPI. */
    private final Set<Event> seen = new LinkedHashSet<>();
    private final Map<Event, Integer> routes = new LinkedHashMap<>();
    private final ToIntFunction<long[]> outputs;
    private final long[] values = new long[VALUES];
    private int source = NONE;
    private int sourceId = NONE;
    private int done;
    /** Length of the longest table of LPIs of source and successor. */
    private int lpis;
    /** Whether VMs are named by their ids, which they have without a host. */
    private boolean isResident;

    /** Event of a device. */
    private record Event(int its, int deviceId, int eventId)
    {
        @Override
        public String toString()
        {
            return "ITS " + its + " device " + Integer.toUnsignedString(deviceId) + " event " +
                Integer.toUnsignedString(eventId);
        }
    }

    /** Message that the monitor holds, and the LPI of its entry, or NONE where that was withdrawn before. */
    private record Held(Event event, int lpi)
    {
    }

    MigrationWitness(final Machine machine, final InterruptQueries queries, final WitnessSink sink)
    {
        this(machine, queries, sink, machine.outputs()::values);
    }

    /** @param outputs gives the values that the command in hand has put out */
    MigrationWitness(final Machine machine, final InterruptQueries queries, final WitnessSink sink,
        final ToIntFunction<long[]> outputs)
    {
        this.outputs = outputs;
        this.machine = machine;
        this.queries = queries;
        this.sink = sink;
        translations = machine.translations();
    }

    /** Takes note of what the next command changes. */
    void before(final DirectBuffer frame, final int offset)
    {
        final KvmVerb verb = verb(frame.getLong(offset));
        if ((verb == KvmVerb.STEP || VmVerb.of(frame.getLong(offset)) == VmVerb.STEP) && done == SAVE)
        {
            capture();
        }
        else if (verb == KvmVerb.HOLD && source != NONE)
        {
            final long message = frame.getLong(offset + 2 * Long.BYTES);
            final Event event = new Event((int)KvmVerb.argument32(frame.getLong(offset + Long.BYTES)),
                (int)(message >>> Integer.SIZE), (int)message);
            final long target = target(event);
            held.add(new Held(event, target == NONE ? NONE : Touched.id((int)target)));
        }
    }

    /** Follows a command that was applied alone, and compares. */
    void applied(final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);
        final KvmVerb verb = verb(word);
        if (verb == KvmVerb.MIGRATE)
        {
            begun(KvmVerb.vm(frame.getLong(offset + Long.BYTES)));
        }
        else if (VmVerb.of(word) == VmVerb.MIGRATE)
        {
            isResident = true;
            begun((int)VmVerb.operand(frame, offset, 0));
        }
        else if (verb == KvmVerb.STEP || VmVerb.of(word) == VmVerb.STEP)
        {
            stepped();
        }
        else if (CommandWord.opcode(word) == CommandWord.TRIGGER)
        {
            triggered(Commands.msiDeviceId(word), Commands.vector(word));
        }
        else if (CommandWord.opcode(word) == CommandWord.MSI)
        {
            arrived(new Event(0, Commands.msiDeviceId(word), Commands.msiEventId(word)));
        }
        else if (CommandWord.opcode(word) == CommandWord.MSI_LONG)
        {
            final long ids = frame.getLong(offset + Long.BYTES);
            arrived(new Event(Commands.longMsiIts(word), (int)(ids >>> Integer.SIZE), (int)ids));
        }
    }

    private static KvmVerb verb(final long word)
    {
        return KvmWitness.isVerb(word) ? KvmVerb.of(word) : null;
    }

    /** Takes the message of a vector, whose event is its data. */
    private void triggered(final int deviceId, final int vector)
    {
        final FunctionAccounts functions = machine.functions();
        final FunctionQueries.Function function = functions == null ? null : functions.function(deviceId);
        if (function != null && vector < function.vectors())
        {
            final FunctionQueries.Message message = functions.next(deviceId, vector);
            final int its = functions.placeOf(message.address());
            if (its >= 0 && its < machine.config().board().itss())
            {
                arrived(new Event(its, deviceId, message.data()));
            }
        }
    }

    private void begun(final int vm)
    {
        if (values() > 1 && values[0] == 0)
        {
            source = vm;
            sourceId = vmId(vm);
            done = (int)values[1];
            due.clear();
            held.clear();
            routes.clear();
            final int owner = owner(sourceId);
            for (final Event event : seen)
            {
                final long target = target(event);
                if (target != NONE && (int)(target >>> Integer.SIZE) == owner)
                {
                    routes.put(event, Touched.id((int)target));
                }
            }
        }
    }

    private void stepped()
    {
        final int count = values();
        if (source == NONE || count == 0)
        {
            return;
        }
        if (values[0] != 0 && done < SAVE)                                      // rolled back
        {
            compareRoutes(source);
            done = 0;
        }
        else
        {
            done = values[0] != 0 ? SAVE + 1 : count == 1 ? 0 : (int)values[1];  // restored once more
        }
        if (done == RESTORE)
        {
            compare((int)values[2]);
        }
        else if (done == RESUME)
        {
            left.add(sourceId);
            left.remove(vmId((int)values[2]));
            compareRoutes((int)values[2]);
        }
        else if (done == 0)
        {
            source = NONE;
        }
    }

    /** Takes the state of the source's interrupts, with the messages that are between ITS and table. */
    private void capture()
    {
        final int owner = owner(sourceId);
        due.clear();
        lpis = lpis(owner);
        forEach(intid -> capture(owner, intid));
        for (final Held message : held)
        {
            if (message.lpi != NONE)
            {
                final int intid = Touched.lpiOf(message.lpi);
                due.put(intid, due.get(intid) | PENDING);
            }
        }
    }

    private void capture(final int owner, final int intid)
    {
        final int state = stateAfter(owner, intid);
        if (state != 0)
        {
            due.put(intid, state);
        }
    }

    private void compare(final int vm)
    {
        final int owner = owner(vmId(vm));
        lpis = Math.max(lpis, lpis(owner));
        forEach(intid -> compare(vm, owner, intid));
    }

    /** Returns the length of the table of LPIs of a VM. */
    private int lpis(final int owner)
    {
        final InterruptStateTable table = owner == OwnerId.NONE ? null : queries.table(owner, Intid.TYPE_LPI);

        return table == null ? 0 : table.shape().entryCount();
    }

    /** Passes each SPI and LPI that the source or its successor may have. */
    private void forEach(final IntConsumer each)
    {
        for (int id = 0; id < SPI_LIMIT; id++)
        {
            each.accept(Touched.spiOf(id));
        }
        for (int id = 0; id < lpis; id++)
        {
            each.accept(Touched.lpiOf(id));
        }
    }

    private void compare(final int vm, final int owner, final int intid)
    {
        final int was = due.get(intid);
        final int is = state(owner, intid);
        if (was != is)
        {
            tell((was & ~is & PENDING) != 0, vm, intid, " was " + words(was) + " in VM " + source + ", and is " +
                words(is) + " in its successor (M-MIG-1)");
        }
    }

    /** Compares where the entries lead, and that each message that was held has arrived. */
    private void compareRoutes(final int vm)
    {
        final int owner = owner(vmId(vm));
        for (final Held message : held)
        {
            final long target = target(message.event);
            if (message.lpi == NONE)
            {
                if (target == NONE || (int)(target >>> Integer.SIZE) != owner)
                {
                    sink.broken(true, "VM " + vm, " has no entry for " + message.event + ", whose message was held " +
                        "(M-MIG-2)");
                }
                else if ((stateAfter(owner, Touched.lpiOf(Touched.id((int)target))) & PENDING) == 0)
                {
                    tell(true, vm, Touched.lpiOf(Touched.id((int)target)),
                        " is not pending, and its message was held until now (M-MIG-2)");
                }
            }
        }
        routes.forEach((event, lpi) ->
        {
            final long target = target(event);
            if (target == NONE || (int)(target >>> Integer.SIZE) != owner || Touched.id((int)target) != lpi)
            {
                tell(true, vm, Touched.lpiOf(lpi), " is reached by no entry of " + event + " any more (M-MIG-1)");
            }
        });
    }

    /** Compares where a message went. */
    private void arrived(final Event event)
    {
        if (seen.size() < SEEN_LIMIT)
        {
            seen.add(event);
        }
        if (left.isEmpty())
        {
            return;
        }
        final long target = target(event);
        final int owner = (int)(target >>> Integer.SIZE);
        if (target != NONE && !OwnerId.isPhysical(owner) && left.contains(OwnerId.vmId(owner)))
        {
            if (queries.isVmValid(OwnerId.vmId(owner)))
            {
                left.remove(OwnerId.vmId(owner));                               // another VM has the id now
            }
            else
            {
                sink.broken(true, "VM id " + OwnerId.vmId(owner) + " LPI " + Touched.id((int)target),
                    " belongs to a VM that has migrated, and " + event + " still leads there (M-MIG-1)");
            }
        }
    }

    private void tell(final boolean isLost, final int vm, final int intid, final String sentence)
    {
        sink.broken(isLost, "VM " + vm + (Touched.isSpi(intid) ? " SPI " : " LPI ") + Touched.id(intid), sentence);
    }

    private static String words(final int state)
    {
        return switch (state)
        {
            case 0 -> "inactive";
            case PENDING -> "pending";
            case ACTIVE -> "active";
            default -> "active and pending";
        };
    }

    private int values()
    {
        return outputs.applyAsInt(values);
    }

    private int vmId(final int vm)
    {
        return isResident ? vm : machine.hostVerbs(KvmVerb.FAMILY) instanceof GuestHost host && host.ppis() != null ?
            host.ppis().vmId(vm) : NONE;
    }

    /** Returns the owner of a VM id, or no owner of a VM that has none: it was not initialised. */
    private int owner(final int vmId)
    {
        return vmId == NONE ? OwnerId.NONE : machine.accounts().vmOwner(vmId);
    }

    private long target(final Event event)
    {
        return event.its < 0 || event.its >= machine.config().board().itss() ? NONE :
            translations.tableTarget(event.its, event.deviceId, event.eventId);
    }

    /** Returns the state of an interrupt once the events have arrived that wait for it with {@code ops.order=1}. */
    private int stateAfter(final int owner, final int intid)
    {
        final int state = state(owner, intid);
        final UnsyncedEvents waiting = machine.unsyncedEvents();
        if (waiting == null || waiting.outstanding() == 0 || owner == OwnerId.NONE || queries.entry(owner, intid) < 0)
        {
            return state;
        }
        final boolean isPending = waiting.isPendingAfter(owner, intid, (state & PENDING) != 0);

        return isPending ? state | PENDING : state & ~PENDING;
    }

    private int state(final int owner, final int intid)
    {
        final long entry = owner == OwnerId.NONE ? NONE : queries.entry(owner, intid);

        return entry < 0 ? 0 : (int)entry & STATE;
    }
}
