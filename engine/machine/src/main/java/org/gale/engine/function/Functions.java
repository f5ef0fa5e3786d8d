package org.gale.engine.function;

import java.util.Arrays;
import java.util.function.ToLongFunction;
import org.gale.engine.accounting.FreshBreaks;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.MessagePort;
import org.gale.tables.memory.StateStream;

/** Functions of a machine, by number, with their eventfds and accounts. Owned by the machine's thread. */
final class Functions implements FunctionAccounts
{
    /** Limit of the number of functions. */
    static final int FUNCTION_LIMIT = 1 << 16;
    /** Limit of the vectors of all functions together. */
    static final int VECTOR_LIMIT = 1 << 22;

    private static final long ADDRESS_LIMIT = 1L << 56;

    private final MonitorSlot monitor;
    private final PinModel pins;
    private final EventBook book;
    private final MessagePort port;
    private final SparseTable<MsixFunction> functions = new SparseTable<>(new MsixFunction[0][], new MsixFunction[0]);
    /** Counts of functions that were destroyed, by number, until there is one with that number again. */
    private final SparseTable<Outcomes> gone = new SparseTable<>(new Outcomes[0][], new Outcomes[0]);
    private final Eventfds eventfds;
    /** Functions by the addresses of their frames. */
    private MsixFunction[] byBase = new MsixFunction[8];
    private final ReadyVectors ready = new ReadyVectors(FunctionFrame.VECTOR_LIMIT);
    private int vectors;

    Functions(final MonitorSlot monitor, final PinModel pins, final EventBook book, final MessagePort port)
    {
        this.monitor = monitor;
        this.pins = pins;
        this.book = book;
        this.port = port;
        this.eventfds = new Eventfds(functions, port);
    }

    /** Returns a function, or null; every number is valid. */
    MsixFunction find(final long deviceId)
    {
        return functions.find(deviceId);
    }

    /** Returns the next messages of vectors that are ready. */
    ReadyVectors ready()
    {
        return ready;
    }

    /** Returns the eventfds. */
    Eventfds eventfds()
    {
        return eventfds;
    }

    /** Returns the function whose frame has the whole of an access, or null. */
    MsixFunction at(final long address, final int sizeBytes)
    {
        int low = 0;
        int high = functions.count();
        while (low < high)
        {
            final int middle = (low + high) >>> 1;
            if (byBase[middle].base <= address)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        final MsixFunction function = low == 0 ? null : byBase[low - 1];

        return function != null && address - function.base <= FunctionFrame.LENGTH - sizeBytes ? function : null;
    }

    /** Returns the reason why a function cannot be made, or null. */
    String refusal(final long deviceId, final long count, final long base)
    {
        final boolean isNumber = deviceId >= 0 && deviceId < SparseTable.LIMIT;
        final boolean isAddress = base >= 0 && base <= ADDRESS_LIMIT - FunctionFrame.LENGTH;

        return !isNumber ? "function out of range: 0 to " + (SparseTable.LIMIT - 1) :
            find(deviceId) != null ? "there is a function " + deviceId :
            count < 1 || count > FunctionFrame.VECTOR_LIMIT ? "vectors out of range: 1 to 2048" :
            !isAddress || base % FunctionFrame.LENGTH != 0 ? "bar is no address below 2^56 that 64 KiB divide" :
            !port.isFree(base, FunctionFrame.LENGTH) ? "bar overlaps RAM or a register frame" :
            at(base, 1) != null ? "bar overlaps that of function " + at(base, 1).deviceId :
            functions.count() == FUNCTION_LIMIT ? "there are " + FUNCTION_LIMIT + " functions, the most" :
            vectors + count > VECTOR_LIMIT ? "there are " + vectors + " vectors of " + VECTOR_LIMIT + ", the most" :
            null;
    }

    /** Returns the reason why there is no such vector, or null. */
    String missing(final long deviceId, final long vector)
    {
        return MsixFunction.missing(find(deviceId), deviceId, vector);
    }

    void create(final int deviceId, final int count, final long base)
    {
        final Outcomes before = gone.get(deviceId);
        if (before != null)
        {
            gone.remove(deviceId);
        }
        final MsixFunction function = new MsixFunction(
            deviceId, count, base, ready, monitor.latches(), before == null ? new Outcomes() : before);
        int at = functions.count();
        byBase = at == byBase.length ? Arrays.copyOf(byBase, 2 * at) : byBase;
        while (at > 0 && byBase[at - 1].base > base)
        {
            byBase[at] = byBase[at - 1];
            at--;
        }
        byBase[at] = function;
        functions.put(deviceId, function);
        vectors += count;
    }

    /** Returns the reason why a function cannot be destroyed, or null. */
    String refusalToDestroy(final long deviceId)
    {
        final MsixFunction function = find(deviceId);
        final int vector = function == null ? -1 : function.carried.first();

        return function == null ? "no function " + Long.toUnsignedString(deviceId) :
            function.isHeldBack ? "the VM of function " + deviceId + " migrates" :
            vector < 0 ? null : "eventfd " + eventfds.numberOf(function, vector) + " carries vector " + vector +
            " of function " + deviceId + " (irqfd remove comes first)";
    }

    /** Destroys a function, whose vectors no eventfd carries. What it holds is withdrawn. */
    void destroy(final MsixFunction function)
    {
        monitor.clear(function);
        int at = 0;
        while (byBase[at] != function)
        {
            at++;
        }
        System.arraycopy(byBase, at + 1, byBase, at, functions.count() - at - 1);
        functions.remove(function.deviceId);
        byBase[functions.count()] = null;
        ready.remove(function.deviceId);
        vectors -= function.vectors;
        if (!function.outcomes.isNone())
        {
            gone.put(function.deviceId, function.outcomes);
        }
    }

    /** Takes the deactivation of an SPI. */
    void deactivated(final int spi)
    {
        final LevelPin pin = eventfds.pinOf(spi);
        if (pin != null)
        {
            pins.deactivated(pin);
        }
    }

    /** Counts a trigger of a vector that no function has. */
    void triggeredNothing()
    {
        book.offered++;
        book.others.unreachable++;
    }

    void state(final StateStream stream)
    {
        int deviceId = stream.number("function", next(0), 0, SparseTable.LIMIT);
        while (deviceId < SparseTable.LIMIT)
        {
            function(stream, deviceId);
            deviceId = stream.number("function", next(deviceId + 1), deviceId + 1, SparseTable.LIMIT);
        }
        stream.part(eventfds);
        book.state(stream);
    }

    /** Returns the lowest number from one on of which there is a function, or counts of one that is gone. */
    private int next(final int from)
    {
        return Math.min(functions.next(from), gone.next(from));
    }

    private void function(final StateStream stream, final int deviceId)
    {
        final MsixFunction known = functions.get(deviceId);
        final int count = stream.number(
            "vectors", known == null ? 0 : known.vectors, 0, FunctionFrame.VECTOR_LIMIT);
        if (count == 0)
        {
            if (gone.get(deviceId) == null)
            {
                gone.put(deviceId, new Outcomes());
            }
            gone.get(deviceId).state(stream);
            return;
        }
        final long base = stream.word(known == null ? 0 : known.base);
        if (known == null)
        {
            Eventfds.check(refusal(deviceId, count, base));
            create(deviceId, count, base);
        }
        stream.part(functions.get(deviceId));
        functions.get(deviceId).outcomes.state(stream);
    }

    @Override
    public int functionCount()
    {
        return functions.count();
    }

    @Override
    public int deviceIdAt(final int index)
    {
        return byBase[index].deviceId;
    }

    @Override
    public Function function(final long deviceId)
    {
        final MsixFunction function = find(deviceId);

        return function == null ? null : new Function(function.deviceId, function.base, function.vectors,
            function.isEnabled, function.isMasked, function.pending.count() + function.signalled.count());
    }

    @Override
    public Vector vector(final int deviceId, final int vector)
    {
        final MsixFunction function = find(deviceId);

        return new Vector(function.address(vector), function.data(vector), function.masked.isSet(vector),
            function.pending.isSet(vector), function.carried.isSet(vector), function.signalled.isSet(vector),
            function.routed.isSet(vector), function.owedPending.isSet(vector) || function.owedInEventfd.isSet(vector));
    }

    @Override
    public int nextEventfd(final int fromNumber)
    {
        return eventfds.next(fromNumber);
    }

    @Override
    public EventfdState eventfd(final long number)
    {
        final Eventfd eventfd = eventfds.find(number);

        return eventfd == null ? null : eventfd.seen();
    }

    @Override
    public int eventfdOf(final int deviceId, final int vector)
    {
        return eventfds.numberOf(find(deviceId), vector);
    }

    @Override
    public int placeOf(final long address)
    {
        return port.placeOf(address);
    }

    @Override
    public Message next(final int deviceId, final int vector)
    {
        return monitor.next(find(deviceId), vector);
    }

    @Override
    public long offered()
    {
        return book.offered;
    }

    @Override
    public long sent()
    {
        return book.sent;
    }

    @Override
    public long held()
    {
        long held = eventfds.heldByPins();
        for (int i = 0; i < functions.count(); i++)
        {
            held += byBase[i].pending.count() + byBase[i].signalled.count();
        }

        return held;
    }

    @Override
    public long coalescedAtEventfd()
    {
        return sum(outcomes -> outcomes.coalescedAtEventfd);
    }

    @Override
    public long coalescedAtMask()
    {
        return sum(outcomes -> outcomes.coalescedAtMask);
    }

    @Override
    public long notEnabled()
    {
        return sum(outcomes -> outcomes.notEnabled);
    }

    @Override
    public long unreachable()
    {
        return sum(outcomes -> outcomes.unreachable);
    }

    @Override
    public long withdrawnCleared()
    {
        return sum(outcomes -> outcomes.withdrawnCleared);
    }

    @Override
    public long merged()
    {
        return book.merged;
    }

    private long sum(final ToLongFunction<Outcomes> count)
    {
        long sum = count.applyAsLong(book.others);
        for (int i = 0; i < functions.count(); i++)
        {
            sum += count.applyAsLong(byBase[i].outcomes);
        }
        for (int deviceId = gone.next(0); deviceId < SparseTable.LIMIT; deviceId = gone.next(deviceId + 1))
        {
            sum += count.applyAsLong(gone.get(deviceId));
        }

        return sum;
    }

    @Override
    public boolean isHeld(final int deviceId, final int vector)
    {
        if (ready.message(deviceId, vector) != 0)
        {
            return false;                                                       // the shortest look, for samples
        }
        final MsixFunction function = find(deviceId);

        return function != null && vector < function.vectors && function.isHeld(vector);
    }

    @Override
    public OfFunction of(final int deviceId)
    {
        final MsixFunction function = find(deviceId);
        final Outcomes before = gone.find(deviceId);

        return function != null ? account(function.pending.count() + function.signalled.count(), function.outcomes) :
            before == null ? OfFunction.NONE : account(0, before);
    }

    @Override
    public OfFunction ofNone()
    {
        return account(eventfds.heldByPins(), book.others);
    }

    private static OfFunction account(final int held, final Outcomes outcomes)
    {
        return new OfFunction(held, outcomes.coalescedAtEventfd, outcomes.coalescedAtMask, outcomes.notEnabled,
            outcomes.unreachable, outcomes.withdrawnCleared);
    }

    @Override
    public String broken()
    {
        String found = book.broken();
        for (int i = 0; i < functions.count() && found == null; i++)
        {
            final int vector = byBase[i].firstUnsound();
            found = vector < 0 ? null : MonitorSlot.finding(byBase[i], vector);
        }

        return found;
    }

    @Override
    public Contradiction contradiction()
    {
        return monitor.contradiction();
    }

    @Override
    public FreshBreaks freshBreaks()
    {
        return book.fresh();
    }

    @Override
    public long lost()
    {
        long sum = book.lost;
        for (int i = 0; i < functions.count(); i++)
        {
            sum += byBase[i].lostCount();
        }

        return sum;
    }

    @Override
    public long invented()
    {
        long sum = book.invented;
        for (int i = 0; i < functions.count(); i++)
        {
            sum += byBase[i].inventedCount();
        }

        return sum;
    }

    @Override
    public String firstLost()
    {
        return book.firstLost();
    }

    @Override
    public String firstInvented()
    {
        return book.firstInvented();
    }

    /** Passes what is lost and invented through a stream. */
    void proof(final StateStream stream)
    {
        book.proof(stream);
    }
}
