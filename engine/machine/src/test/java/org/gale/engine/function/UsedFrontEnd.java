package org.gale.engine.function;

import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.config.Monitor;
import org.gale.engine.machine.DigestStream;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.MessagePort;
import org.gale.engine.machine.Outputs;
import org.gale.engine.support.SavedWords;
import org.gale.engine.support.StateCase;
import org.gale.tables.memory.StateStream;

/** Front end that is used by drawn steps, in front of two ITSs, a SETLPI frame and eight SPIs. It notes what leaves. */
final class UsedFrontEnd implements MessagePort
{
    static final int FUNCTION = 5;

    private static final int[] VECTORS = {3, 67, 1};
    private static final int[] FUNCTIONS = {FUNCTION, 9, 300};
    private static final int EVENTFDS = 40;
    private static final int DRAWS = 31;
    private static final int PINS = 4;
    private static final int SPIS = 8;
    private static final long BAR = 0x1000_0000L;
    private static final long BAR_LENGTH = 0x1_0000;

    private final UnsafeBuffer words = new UnsafeBuffer(new byte[(MsixVerb.DATA_LIMIT + 2) * Long.BYTES]);
    private final Outputs outputs = new Outputs();
    private final StringBuilder sent = new StringBuilder();
    private final FrontEnd front;
    private boolean isKept;

    UsedFrontEnd(final Monitor monitor)
    {
        front = new FrontEnd(this, monitor, true);
    }

    FrontEnd front()
    {
        return front;
    }

    /** Makes a function that has not been used, and that no step unplugs. */
    UsedFrontEnd withFunction()
    {
        msix(MsixVerb.CREATE, FUNCTION, VECTORS[0], BAR);
        isKept = true;

        return this;
    }

    String step(final SplittableRandom random)
    {
        sent.setLength(0);
        final int index = random.nextInt(8) < 6 ? random.nextInt(2) : 2;
        final int function = FUNCTIONS[index];
        final int vector = random.nextInt(4) == 0 ? VECTORS[index] - 1 :
            random.nextInt(Math.min(8, VECTORS[index]));
        final int pin = random.nextInt(PINS);
        final int ofVector = PINS + random.nextInt(EVENTFDS);
        final int eventfd = random.nextInt(3) == 0 ? pin : ofVector;
        final String answer = switch (random.nextInt(isKept ? DRAWS : DRAWS + 3))
        {
            case 0 -> msix(MsixVerb.CREATE, function, VECTORS[index], BAR + index * BAR_LENGTH);
            case 1 -> msix(MsixVerb.CONTROL, function, random.nextInt(5) == 0 ? random.nextInt(3) : 1,
                random.nextInt(4) == 0 ? 1 : 0);
            case 2 -> msix(random.nextInt(4) == 0 ? MsixVerb.RESET : MsixVerb.CLEAR, function);
            case 3 -> migrate(function, random);
            case 4 -> msix(MsixVerb.RESTORE, function, length(VECTORS[random.nextInt(3)]));
            case 5 -> random.nextInt(3) > 0 ? irqfd(IrqfdVerb.ADD, ofVector, function, vector) :
                irqfd(IrqfdVerb.ADD_PIN, pin, random.nextInt(SPIS + 1));
            case 6, 7 -> irqfd(random.nextInt(3) > 0 ? IrqfdVerb.ROUTE : IrqfdVerb.DROP, eventfd);
            case 8 -> irqfd(IrqfdVerb.SIGNAL, eventfd, random.nextInt(2));
            case 9 -> irqfd(IrqfdVerb.CONSUME, eventfd);
            case 10 -> deactivate(random.nextInt(SPIS));
            case 11 -> store(index, vector * 16, 8, 0x1000L * (1 + random.nextInt(5) % 4));
            case 12 -> store(index, vector * 16 + 8, 4, random.nextInt(random.nextInt(4) == 0 ? Integer.MAX_VALUE : 9));
            case 13, 14 -> store(index, vector * 16 + 12, 4, random.nextInt(4) / 3);
            case 15 -> "digest " + (front.isUsed() ? DigestStream.of(front::state) : 0);
            case DRAWS, DRAWS + 1 -> irqfd(IrqfdVerb.REMOVE, eventfd);
            case DRAWS + 2 -> unplug(function);
            case 16 -> hold(function, random.nextInt(3) == 0);
            default -> trigger(function, vector);
        };

        return answer + sent;
    }

    /** Takes the eventfds of a function away, and then the function. */
    private String unplug(final int function)
    {
        for (int eventfd = PINS; eventfd < PINS + EVENTFDS; eventfd++)
        {
            final FunctionQueries.EventfdState known =
                front.accounts() == null ? null : front.accounts().eventfd(eventfd);
            if (known != null && known.deviceId() == function)
            {
                irqfd(IrqfdVerb.REMOVE, eventfd);
            }
        }

        return msix(MsixVerb.DESTROY, function);
    }

    /** Holds the messages of a function back, or lets them go, as a migration of its VM does. */
    private String hold(final int function, final boolean isHeld)
    {
        if (front.migrated().has(function) && isHeld)
        {
            front.migrated().hold(function);
        }
        else if (front.migrated().has(function))
        {
            front.migrated().letGo(function);
        }

        return "held " + isHeld;
    }

    /** Stages the image of a function in front of a restore, with a word that is wrong sometimes. */
    private String migrate(final int function, final SplittableRandom random)
    {
        final String saved = msix(MsixVerb.SAVE, function);
        if (saved.startsWith(StateCase.REFUSED))
        {
            return saved;
        }
        MsixVerb.IMAGE.encode(words, 0);
        final String[] image = front.family(MsixVerb.FAMILY).query(words, 0).split(" ", -1);
        final int wrong = random.nextInt(2 * image.length);
        for (int i = 0; i < image.length; i++)
        {
            msix(MsixVerb.RESTORE_DATA, i, Long.parseUnsignedLong(image[i], 16) ^ (i == wrong ? random.nextLong() : 0));
        }

        return "staged " + String.join(" ", image);
    }

    private static int length(final int vectors)
    {
        return 1 + 2 * vectors + 3 * VectorBits.wordCount(vectors);
    }

    private String deactivate(final int spi)
    {
        if (front.isUsed())
        {
            front.deactivated(spi);
        }

        return "deactivated";
    }

    private String store(final int index, final int offset, final int sizeBytes, final long value)
    {
        front.store(BAR + index * BAR_LENGTH + offset, sizeBytes, value);

        return "stored";
    }

    /** Triggers a vector as runs do: the short way if it is ready. */
    private String trigger(final int function, final int vector)
    {
        final int message = front.ready().message(function, vector);
        if (message != 0)
        {
            send(ReadyVectors.its(message), function, ReadyVectors.data(message));
            front.sentReady(1);
        }
        else if (front.isUsed())
        {
            front.execute(Commands.trigger(function, vector, 0));
        }

        return "triggered";
    }

    String msix(final MsixVerb verb, final long... operands)
    {
        verb.encode(words, 0, operands);

        return execute(MsixVerb.FAMILY, verb.name());
    }

    /** Carries a verb out, also one that is refused while the messages of its function are held back. */
    void carryOut(final MsixVerb verb, final long... operands)
    {
        verb.encode(words, 0, operands);
        outputs.clear();
        front.family(MsixVerb.FAMILY).execute(words, 0, outputs);
    }

    private String irqfd(final IrqfdVerb verb, final long... operands)
    {
        verb.encode(words, 0, operands);

        return execute(IrqfdVerb.FAMILY, verb.name());
    }

    private String execute(final int family, final String verb)
    {
        final HostVerbs verbs = front.family(family);
        final String refusal = verbs.refusal(words, 0);
        if (refusal != null)
        {
            return StateCase.REFUSED + ' ' + verb + ": " + refusal;
        }
        outputs.clear();
        front.executeChecked(words, 0, outputs);
        final long errno = outputs.word(1);

        return (errno == 0 ? "" : StateCase.REFUSED + ' ') + verb + ' ' + errno;
    }

    /** Lets all functions go, drops all routes, and gives an eventfd to each vector that has none and holds nothing. */
    void takeOver()
    {
        for (final int function : FUNCTIONS)
        {
            hold(function, false);
        }
        int eventfd = PINS;
        while (eventfd < PINS + EVENTFDS)
        {
            irqfd(IrqfdVerb.DROP, eventfd++);
        }
        for (int index = 0; index < FUNCTIONS.length; index++)
        {
            for (int vector = 0; vector < VECTORS[index]; vector++)
            {
                irqfd(IrqfdVerb.ADD, eventfd++, FUNCTIONS[index], vector);
            }
        }
    }

    /** Passes the whole state through a stream. */
    void state(final StateStream stream)
    {
        if (stream.flag(front.isUsed()))
        {
            front.state(stream);
            front.proof(stream);
        }
    }

    long[] save()
    {
        final SavedWords saved = new SavedWords();
        state(saved);

        return saved.words().stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public int placeOf(final long address)
    {
        return address == 0x1000 || address == 0x2000 ? (int)(address >> 12) - 1 :
            address == 0x3000 ? MessagePort.ITS_LIMIT : NOWHERE;
    }

    @Override
    public boolean send(final int place, final int deviceId, final int data)
    {
        sent.append(" sent ").append(place).append(' ').append(deviceId).append(' ').append(data);

        return place < MessagePort.ITS_LIMIT;
    }

    @Override
    public boolean hasSpi(final int id)
    {
        return id < SPIS;
    }

    @Override
    public void drive(final int spi, final boolean high)
    {
        sent.append(" SPI ").append(spi).append(high);
    }

    @Override
    public boolean isFree(final long base, final long bytes)
    {
        return true;
    }

    @Override
    public void changedUnmasked(final long address)
    {
        sent.append(" changed ").append(Long.toHexString(address));
    }
}
