package org.gale.engine.storm.monitor;

import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.gale.engine.command.Commands;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.ringbuf.CommandWord;

/**
 * Questions that the commands of a storm become: what the monitor is asked before each is applied. It knows functions,
 * eventfds and pins by the commands that made them. Owned by the thread of the run.
 */
final class MonitorQuestions
{
    /** Step of an eventfd, the value of an EVENTFD message. */
    static final int ADD = 1;
    static final int ROUTE = 2;
    static final int DROP = 3;
    static final int CONSUME = 4;
    static final int HIGH = 5;
    static final int LOW = 6;

    private static final int FRAME_SHIFT = 16;
    private static final int FRAME_MASK = (1 << FRAME_SHIFT) - 1;
    private static final int PENDING_BITS = 0x8000;
    private static final int ENTRY_SHIFT = 4;
    private static final int ENTRY_MASK = 15;
    private static final int SIZE_SHIFT = 8;
    private static final long SAVE = 0;
    private static final long RESTORE = 1;

    private final Int2ObjectHashMap<Known> functions = new Int2ObjectHashMap<>();
    private final Long2ObjectHashMap<Known> byFrame = new Long2ObjectHashMap<>();
    private final Int2ObjectHashMap<Eventfd> eventfds = new Int2ObjectHashMap<>();
    private final MonitorMessage question;
    private final long[] saved = new long[MonitorMessage.WORD_LIMIT];
    private int savedWords;
    private int answerWords;

    /** @param question that is set */
    MonitorQuestions(final MonitorMessage question)
    {
        this.question = question;
    }

    /** Function as its commands have it. */
    private static final class Known
    {
        private final int number;
        private final int vectors;
        private boolean isEnabled;
        private boolean isMasked;

        private Known(final int number, final int vectors)
        {
            this.number = number;
            this.vectors = vectors;
        }

        private int bitWords()
        {
            return (vectors + Long.SIZE - 1) / Long.SIZE;
        }
    }

    /** Vector that an eventfd carries, or level pin. */
    private record Eventfd(int function, int vector)
    {
    }

    /** Kind of the answer that a question has. */
    enum Answer
    {
        /** Nobody is asked. */
        NONE,
        /** The monitor takes note; its answer changes nothing. */
        NOTED,
        /** State of one vector. */
        VECTOR,
        /** Bits of a whole function. */
        FUNCTION,
        /** Pending bits that a load reads. */
        BITS,
        /** Pending bits that are saved. */
        SAVED
    }

    /** Returns the words that the answer has behind it. */
    int answerWords()
    {
        return answerWords;
    }

    /** Keeps the bits that the monitor has saved, for the restore. */
    void saved(final MonitorMessage answer)
    {
        savedWords = answer.words();
        for (int i = 0; i < savedWords; i++)
        {
            saved[i] = answer.word(i);
        }
    }

    /** Sets the question that a command becomes, and returns the kind of its answer. */
    Answer ask(final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);
        answerWords = 0;

        return switch (CommandWord.opcode(word))
        {
            case CommandWord.TRIGGER -> trigger(functions.get(Commands.msiDeviceId(word)), Commands.vector(word));
            case CommandWord.STORE -> store(frame.getLong(offset + Long.BYTES), Commands.sizeBytes(word),
                frame.getLong(offset + 2 * Long.BYTES));
            case CommandWord.LOAD -> load(frame.getLong(offset + Long.BYTES), Commands.sizeBytes(word));
            case CommandWord.HOST -> host(frame, offset);
            default -> Answer.NONE;
        };
    }

    private Answer trigger(final Known function, final int vector)
    {
        if (function == null || vector >= function.vectors || !function.isEnabled)
        {
            return Answer.NONE;
        }
        question.set(MonitorType.TRIGGER, function.number, vector, 0, 0);

        return Answer.VECTOR;
    }

    private Answer store(final long address, final int sizeBytes, final long value)
    {
        final Known function = byFrame.get(address >>> FRAME_SHIFT);
        final int vector = ((int)address & FRAME_MASK) >>> ENTRY_SHIFT;
        if (function == null || vector >= function.vectors)
        {
            return Answer.NONE;
        }
        question.set(MonitorType.STORE, function.number, vector,
            ((int)address & ENTRY_MASK) | sizeBytes << SIZE_SHIFT, value);

        return Answer.VECTOR;
    }

    private Answer load(final long address, final int sizeBytes)
    {
        final Known function = byFrame.get(address >>> FRAME_SHIFT);
        final int word = (((int)address & FRAME_MASK) - PENDING_BITS) / Long.BYTES;
        if (function == null || ((int)address & FRAME_MASK) < PENDING_BITS || word >= function.bitWords() ||
            sizeBytes != Long.BYTES)
        {
            return Answer.NONE;
        }
        question.set(MonitorType.LOAD, function.number, word * Long.SIZE, 0, 0);

        return Answer.BITS;
    }

    private Answer host(final DirectBuffer frame, final int offset)
    {
        final MsixVerb ofFunction = MsixVerb.of(frame.getLong(offset));
        final IrqfdVerb ofEventfd = IrqfdVerb.of(frame.getLong(offset));

        return ofFunction != null ? function(ofFunction, frame, offset) :
            ofEventfd != null ? eventfd(ofEventfd, frame, offset) : Answer.NONE;
    }

    private Answer function(final MsixVerb verb, final DirectBuffer frame, final int offset)
    {
        final int number = (int)MsixVerb.operand(frame, offset, 0);

        return switch (verb)
        {
            case CREATE -> create(new Known(number, (int)MsixVerb.operand(frame, offset, 1)),
                MsixVerb.operand(frame, offset, 2));
            case CONTROL -> control(functions.get(number), MsixVerb.operand(frame, offset, 1),
                MsixVerb.operand(frame, offset, 2));
            case SAVE -> askToSave(functions.get(number));
            case RESTORE -> askToRestore(functions.get(number));
            case RESTORE_DATA, ANSWER -> Answer.NONE;
            default -> throw new IllegalStateException("a monitor is not asked: " + verb);
        };
    }

    private Answer create(final Known function, final long bar)
    {
        functions.put(function.number, function);
        byFrame.put(bar >>> FRAME_SHIFT, function);
        question.set(MonitorType.FUNCTION, function.number, 0, function.vectors, 0);

        return Answer.NOTED;
    }

    private Answer control(final Known function, final long enable, final long mask)
    {
        function.isEnabled = enable == MsixVerb.UNCHANGED ? function.isEnabled : enable != 0;
        function.isMasked = mask == MsixVerb.UNCHANGED ? function.isMasked : mask != 0;
        question.set(MonitorType.CONTROL, function.number, 0,
            (function.isEnabled ? 1 : 0) | (function.isMasked ? 2 : 0), 0);
        answerWords = 2 * function.bitWords();

        return Answer.FUNCTION;
    }

    private Answer askToSave(final Known function)
    {
        question.set(MonitorType.IMAGE, function.number, 0, SAVE, 0);
        answerWords = function.bitWords();

        return Answer.SAVED;
    }

    private Answer askToRestore(final Known function)
    {
        question.set(MonitorType.IMAGE, function.number, 0, RESTORE, savedWords);
        for (int i = 0; i < savedWords; i++)
        {
            question.word(i, saved[i]);
        }
        answerWords = 2 * function.bitWords();

        return Answer.FUNCTION;
    }

    private Answer eventfd(final IrqfdVerb verb, final DirectBuffer frame, final int offset)
    {
        final int number = (int)IrqfdVerb.operand(frame, offset, 0);
        if (verb == IrqfdVerb.ADD || verb == IrqfdVerb.ADD_PIN)
        {
            final int first = (int)IrqfdVerb.operand(frame, offset, 1);
            eventfds.put(number, verb == IrqfdVerb.ADD ?
                new Eventfd(first, (int)IrqfdVerb.operand(frame, offset, 2)) : new Eventfd(MonitorMessage.PIN, first));
        }
        final Eventfd eventfd = eventfds.get(number);
        if (verb == IrqfdVerb.SIGNAL && eventfd.function != MonitorMessage.PIN)
        {
            return trigger(functions.get(eventfd.function), eventfd.vector);
        }
        question.set(MonitorType.EVENTFD, eventfd.function, eventfd.vector, switch (verb)
        {
            case ADD, ADD_PIN -> ADD;
            case ROUTE -> ROUTE;
            case DROP -> DROP;
            case CONSUME -> CONSUME;
            case SIGNAL -> IrqfdVerb.operand(frame, offset, 1) != 0 ? HIGH : LOW;
            default -> throw new IllegalStateException("a monitor is not asked: " + verb);
        }, 0);

        return verb == IrqfdVerb.ADD || verb == IrqfdVerb.ADD_PIN ? Answer.NOTED : Answer.VECTOR;
    }
}
