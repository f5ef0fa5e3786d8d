package org.gale.engine.inspect;

import java.io.IOException;
import java.util.List;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.tables.field.Field;
import org.gale.tables.field.LongField;
import org.gale.tables.ist.L2Iste;

/**
 * The answer of a view: an object of JSON on one line. Words are decoded by the lists of their fields, under Arm's
 * names: words and addresses in hexadecimal, everything else as a number. Reserved bits show only where one is set.
 *
 * <p>Tables are as long as guests please, so an answer has two limits, and says {@code "truncated":true} where it met
 * one: the entries of each list, and the steps of all searches together (P9).
 */
final class ViewJson
{
    /** The most entries of a list. */
    static final int ENTRY_LIMIT = 4096;
    /** The most steps of all searches for one answer; a step takes about ten nanoseconds. */
    static final long STEP_LIMIT = 1L << 26;

    private static final String RESERVED = "RES0";

    private final JsonGenerator json;
    private int entries;
    private long steps;
    private boolean truncated;

    ViewJson(final JsonGenerator json)
    {
        this.json = json;
    }

    void text(final String name, final String value) throws IOException
    {
        json.writeStringField(name, value);
    }

    void number(final String name, final long value) throws IOException
    {
        json.writeNumberField(name, value);
    }

    void flag(final String name, final boolean value) throws IOException
    {
        json.writeBooleanField(name, value);
    }

    /** Something that may not be there: negative if so. */
    void numberOrNull(final String name, final long value) throws IOException
    {
        if (value < 0)
        {
            json.writeNullField(name);
        }
        else
        {
            json.writeNumberField(name, value);
        }
    }

    /** An address, with as many digits as it needs. */
    void address(final String name, final long value) throws IOException
    {
        json.writeStringField(name, "0x" + Long.toHexString(value));
    }

    void beginObject(final String name) throws IOException
    {
        json.writeObjectFieldStart(name);
    }

    void endObject() throws IOException
    {
        json.writeEndObject();
    }

    /** A word of 32 bits with its fields, as an object. */
    void word(final String name, final int word, final List<Field> fields) throws IOException
    {
        json.writeObjectFieldStart(name);
        decoded(word, fields);
        json.writeEndObject();
    }

    /** A word of 64 bits with its fields, as an object. */
    void word(final String name, final long word, final List<LongField> fields) throws IOException
    {
        json.writeObjectFieldStart(name);
        decoded(word, fields);
        json.writeEndObject();
    }

    /** A word of 32 bits and its fields, the top ones first, into the object that is open. */
    void decoded(final int word, final List<Field> fields) throws IOException
    {
        json.writeStringField("word", hex(word));
        fields(word, fields);
    }

    /** A word of 64 bits and its fields, the top ones first, into the object that is open. */
    void decoded(final long word, final List<LongField> fields) throws IOException
    {
        json.writeStringField("word", hex(word));
        long reserved = 0;
        for (int i = fields.size() - 1; i >= 0; i--)
        {
            final LongField field = fields.get(i);
            if (field.isReserved())
            {
                reserved |= word & field.mask();
            }
            else if (isAddress(field))
            {
                address(field.name(), field.address(word));
            }
            else if (field.width() > Integer.SIZE)
            {
                json.writeStringField(field.name(), hex(field.get(word)));      // more than a reader's number may hold
            }
            else
            {
                json.writeNumberField(field.name(), field.get(word));
            }
        }
        if (reserved != 0)
        {
            json.writeStringField(RESERVED, hex(reserved));
        }
    }

    /** The fields of a word of 32 bits, without the word. */
    void fields(final int word, final List<Field> fields) throws IOException
    {
        int reserved = 0;
        for (int i = fields.size() - 1; i >= 0; i--)
        {
            final Field field = fields.get(i);
            if (field.isReserved())
            {
                reserved |= word & field.mask();
            }
            else
            {
                json.writeNumberField(field.name(), Integer.toUnsignedLong(field.get(word)));
            }
        }
        if (reserved != 0)
        {
            json.writeStringField(RESERVED, hex(reserved));
        }
    }

    /** {@code PEA}: pending, enabled, active, with a dot for what it is not. */
    void state(final int iste) throws IOException
    {
        json.writeStringField("state", (L2Iste.isPending(iste) ? "P" : ".") + (L2Iste.isEnabled(iste) ? "E" : ".") +
            (L2Iste.isActive(iste) ? "A" : "."));
    }

    void beginList(final String name) throws IOException
    {
        json.writeArrayFieldStart(name);
        entries = 0;
    }

    void endList() throws IOException
    {
        json.writeEndArray();
    }

    /** Begins one more entry of the list; false if it has as many as it may. */
    boolean beginEntry() throws IOException
    {
        return beginEntry(1);
    }

    /** Begins one more entry, which counts as many. */
    boolean beginEntry(final int weight) throws IOException
    {
        if (entries + weight > ENTRY_LIMIT)
        {
            truncated = true;
            return false;
        }
        entries += weight;
        json.writeStartObject();

        return true;
    }

    void endEntry() throws IOException
    {
        json.writeEndObject();
    }

    /** Takes so many steps of a search; false if there are no more to take. */
    boolean takeSteps(final long count)
    {
        steps += count;
        truncated |= steps > STEP_LIMIT;

        return steps <= STEP_LIMIT;
    }

    /** Ends the answer. */
    void finish() throws IOException
    {
        if (truncated)
        {
            json.writeBooleanField("truncated", true);
        }
    }

    static String hex(final int word)
    {
        return hex(Integer.toUnsignedLong(word), Integer.BYTES);
    }

    static String hex(final long word)
    {
        return hex(word, Long.BYTES);
    }

    private static String hex(final long word, final int bytes)
    {
        final String digits = Long.toHexString(word);

        return "0x" + "0".repeat(2 * bytes - digits.length()) + digits;
    }

    private static boolean isAddress(final LongField field)
    {
        return field.name().equals("ADDR") || field.name().endsWith("_ADDR");
    }
}
