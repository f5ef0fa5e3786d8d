package org.gale.engine.inspect;

import java.io.IOException;
import java.util.List;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.tables.field.Field;
import org.gale.tables.field.LongField;
import org.gale.tables.ist.L2Iste;

/**
 * Output of a view: an object of JSON on one line. Words are decoded by the lists of their fields, under Arm's names.
 * Words and addresses are hexadecimal, everything else is a number. Reserved bits appear only where one is set.
 *
 * <p>Guests choose the length of tables, so a view has two limits: the entries of each list, and the steps of all
 * searches together (P9). A view that reaches one ends in {@code "truncated":true}.
 */
final class ViewJson
{
    /** Limit of the entries of a list. */
    static final int ENTRY_LIMIT = 4096;
    /** Limit of the steps of all searches of one view; a step takes about ten nanoseconds. */
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

    /** Writes a text, a number, a flag or null. */
    void value(final String name, final Object value) throws IOException
    {
        json.writeObjectField(name, value);
    }

    /** Writes a number, or null for a negative one. */
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

    /** Writes an address, with as many digits as it needs. */
    void address(final String name, final long value) throws IOException
    {
        json.writeStringField(name, address(value));
    }

    void beginObject(final String name) throws IOException
    {
        json.writeObjectFieldStart(name);
    }

    void endObject() throws IOException
    {
        json.writeEndObject();
    }

    /** Writes a word of 32 bits with its fields, as an object. */
    void word(final String name, final int word, final List<Field> fields) throws IOException
    {
        json.writeObjectFieldStart(name);
        decoded(word, fields);
        json.writeEndObject();
    }

    /** Writes a word of 64 bits with its fields, as an object. */
    void word(final String name, final long word, final List<LongField> fields) throws IOException
    {
        json.writeObjectFieldStart(name);
        decoded(word, fields);
        json.writeEndObject();
    }

    /** Writes a word of 32 bits and its fields, the top ones first, into the open object. */
    void decoded(final int word, final List<Field> fields) throws IOException
    {
        json.writeStringField("word", hex(word));
        fields(word, fields);
    }

    /** Writes a word of 64 bits and its fields, the top ones first, into the open object. */
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
                json.writeStringField(field.name(), hex(field.get(word)));    // may exceed the numbers of a JSON reader
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

    /** Writes the fields of a word of 32 bits, without the word. */
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

    /** Writes {@code PEA} for pending, enabled, active, with a dot for each that is not set. */
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

    /**
     * Begins one more entry of the list.
     *
     * @return false if the list is full
     */
    boolean beginEntry() throws IOException
    {
        return beginEntry(1);
    }

    /**
     * Begins one more entry, which counts as several.
     *
     * @return false if the list is full
     */
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

    /**
     * Consumes steps of a search.
     *
     * @return false if too few are left
     */
    boolean takeSteps(final long count)
    {
        steps += count;
        truncated |= steps > STEP_LIMIT;

        return steps <= STEP_LIMIT;
    }

    /** Ends the view. */
    void finish() throws IOException
    {
        if (truncated)
        {
            json.writeBooleanField("truncated", true);
        }
    }

    /** Returns an address with as many digits as it needs. */
    static String address(final long value)
    {
        return "0x" + Long.toHexString(value);
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
