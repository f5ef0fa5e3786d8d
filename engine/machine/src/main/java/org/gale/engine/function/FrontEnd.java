package org.gale.engine.function;

import java.util.List;
import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.Monitor;
import org.gale.engine.machine.Control;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.FunctionMigrations;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.MessagePort;
import org.gale.engine.machine.Outputs;
import org.gale.tables.memory.StateStream;

/**
 * Front end of a machine's ITS: functions with MSI-X vectors, eventfds, routes, and the monitor between them.
 * Until a verb of family 3 or 4 was used, it has no state. Owned by the machine's thread.
 */
public final class FrontEnd
{
    private final MessagePort port;
    private final Monitor kind;
    private final boolean isStrict;
    private final EventBook book = new EventBook();
    private final MonitorSlot monitor;
    private final Functions functions;
    private final FunctionFrame frame;
    private final MsixHostVerbs msix;
    private final IrqfdHostVerbs irqfd;
    private final MigratedFunctions migrated;
    private boolean isUsed;

    /**
     * Creates the front end of a machine at reset.
     *
     * @param port   of the machine
     * @param kind   of the monitor
     * @param strict true to report changes of vectors that are not masked
     */
    public FrontEnd(final MessagePort port, final Monitor kind, final boolean strict)
    {
        this.port = port;
        this.kind = kind;
        this.isStrict = strict;
        this.monitor = kind == Monitor.REMOTE ? new RemoteMonitor(port, book) : new MonitorModel(kind, port, book);
        final PinModel pins = new PinModel(monitor, port, book);
        this.functions = new Functions(monitor, pins, book, port);
        this.frame = new FunctionFrame(monitor, book);
        this.msix = new MsixHostVerbs(functions, monitor);
        this.irqfd = new IrqfdHostVerbs(functions, monitor, pins);
        this.migrated = new MigratedFunctions(functions, monitor, book);
    }

    /** Returns whether a verb was used, so that the state belongs to snapshots and digests. */
    public boolean isUsed()
    {
        return isUsed;
    }

    /** Returns the functions as migrations of their VMs take them. */
    public FunctionMigrations migrated()
    {
        return migrated;
    }

    /** Returns the verbs of a family, or null. */
    public HostVerbs family(final int number)
    {
        return number == MsixVerb.FAMILY ? msix : number == IrqfdVerb.FAMILY ? irqfd : null;
    }

    /**
     * Executes a HOST command of one of the families.
     *
     * @throws CommandException if it is refused
     */
    public void executeChecked(final DirectBuffer words, final int offset, final Outputs outputs)
    {
        final HostVerbs verbs = family(Commands.hostFamily(words.getLong(offset)));
        final long word = words.getLong(offset);
        final MsixVerb ofFunction = MsixVerb.of(word);
        final IrqfdVerb ofEventfd = IrqfdVerb.of(word);
        final boolean isQuery =
            (ofFunction != null && ofFunction.isQuery()) || (ofEventfd != null && ofEventfd.isQuery());
        final String refusal = isQuery ? "a query is no command" : verbs.refusal(words, offset);
        if (refusal != null)
        {
            throw new CommandException("host verb refused: " + refusal);
        }
        isUsed = true;
        verbs.execute(words, offset, outputs);
        if (ofFunction != MsixVerb.ANSWER)
        {
            monitor.ended();
        }
    }

    /**
     * Executes a TRIGGER command. A trigger of a vector that is not there is rejected.
     *
     * @throws CommandException if no function was ever made
     */
    public void execute(final long word)
    {
        if (!isUsed)
        {
            throw new CommandException("no function " + Commands.msiDeviceId(word));
        }
        trigger(Commands.msiDeviceId(word), Commands.vector(word));
    }

    /** Returns the mistake of the monitor, and how often it acted; none of the right monitor. */
    public List<Control> controls()
    {
        return !kind.isMistake() ? List.of() :
            List.of(new Control(MachineKeys.MONITOR.name() + '=' + kind.key(), book.acted, true));
    }

    /** Returns the accounts, or null while nothing was used. */
    public FunctionAccounts accounts()
    {
        return isUsed ? functions : null;
    }

    private void trigger(final int deviceId, final int vector)
    {
        final MsixFunction function = functions.find(deviceId);
        if (function == null || vector >= function.vectors)
        {
            functions.triggeredNothing();
        }
        else
        {
            monitor.trigger(function, vector);
            learn(function, vector);
        }
    }

    /** Notes that a vector is ready, if it is: an open vector has just sent all that it held. */
    private void learn(final MsixFunction function, final int vector)
    {
        final int place = function.isOpen(vector) && monitor.sendsAtOnce() ?
            port.placeOf(function.address(vector)) : MessagePort.NOWHERE;
        if (place >= 0 && place < MessagePort.ITS_LIMIT)
        {
            function.becomesReady(vector, place);
        }
    }

    /** Returns the next messages of vectors that are ready. */
    public ReadyVectors ready()
    {
        return functions.ready();
    }

    /** Counts triggers of ready vectors, whose messages the caller sends. */
    public void sentReady(final int count)
    {
        book.offered += count;
        book.sent += count;
    }

    /** Takes the deactivation of an SPI. */
    public void deactivated(final int spi)
    {
        functions.deactivated(spi);
    }

    /** Returns whether the frame of a function has the whole of an access. */
    public boolean isMapped(final long address, final int sizeBytes)
    {
        return functions.at(address, sizeBytes) != null;
    }

    /** Returns the value of a load from the frame of a function; 0 elsewhere. A query. */
    public long load(final long address, final int sizeBytes)
    {
        final MsixFunction function = functions.at(address, sizeBytes);

        return function == null ? 0 : frame.read(function, (int)(address - function.base), sizeBytes);
    }

    /** Compares what a load of a guest has read with what is held. */
    public void loaded(final long address, final int sizeBytes, final long value)
    {
        final MsixFunction function = isUsed ? functions.at(address, sizeBytes) : null;
        if (function != null)
        {
            frame.checkRead(function, (int)(address - function.base), sizeBytes, value);
            monitor.ended();
        }
    }

    /** Performs a store to the frame of a function; nothing elsewhere. */
    public void store(final long address, final int sizeBytes, final long value)
    {
        final MsixFunction function = functions.at(address, sizeBytes);
        if (function != null &&
            frame.write(function, (int)(address - function.base), sizeBytes, value) >= 0 && isStrict)
        {
            port.changedUnmasked(address);
        }
        monitor.ended();
    }

    /** Returns whether anything was lost or invented. */
    public boolean hasProof()
    {
        return book.lost != 0 || book.invented != 0;
    }

    /** Passes what is lost and invented through a stream: saved and not digested. */
    public void proof(final StateStream stream)
    {
        functions.proof(stream);
    }

    /** Passes the state through a stream, if {@link #isUsed} or while it is being restored. */
    public void state(final StateStream stream)
    {
        isUsed = true;
        functions.state(stream);
        msix.state(stream);
        monitor.state(stream);
    }
}
