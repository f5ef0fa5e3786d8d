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
 *
 * <p>A reader of one field asks for the objects and lists on the way to it: all others are left out, but count for the
 * limits.
 */
class ViewJson
{
    /** Limit of the entries of a list. */
    static final int ENTRY_LIMIT = 4096;
    /** Limit of the steps of all searches of one view; a step takes about ten nanoseconds. */
    static final long STEP_LIMIT = 1L << 26;

    private static final String RESERVED = "RES0";

    private final JsonGenerator json;
    /** Names of the objects and lists that are written, in capital or small letters; null for all. */
    private final List<String> wanted;
    /** Objects, lists and entries in hand that are left out. */
    private int leftOut;
    private int entries;
    private long steps;
    private boolean truncated;

    ViewJson(final JsonGenerator json)
    {
        this(json, null);
    }

    /**
     * Creates the output of a part of a view.
     *
     * @param wanted names of the objects and lists that are written, in capital or small letters; null for all
     */
    ViewJson(final JsonGenerator json, final List<String> wanted)
    {
        this.json = json;
        this.wanted = wanted;
    }

    /** Returns whether an object or a list of the name would be written here. */
    boolean isWanted(final String name)
    {
        boolean isFound = wanted == null;
        for (int i = 0; !isFound && i < wanted.size(); i++)
        {
            isFound = wanted.get(i).equalsIgnoreCase(name);
        }

        return isFound && isOn();
    }

    /** Returns the names of the objects and lists that are written, in capital or small letters; null for all. */
    List<String> wanted()
    {
        return wanted;
    }

    /** Returns whether values are written here. */
    boolean isOn()
    {
        return leftOut == 0;
    }

    /** Begins an object, a list or an entry; returns whether it is written. */
    boolean begins(final boolean isWritten)
    {
        leftOut += isWritten ? 0 : 1;

        return isWritten;
    }

    /** Ends an object, a list or an entry; returns whether it is written. */
    boolean ends()
    {
        final boolean isWritten = isOn();
        leftOut -= isWritten ? 0 : 1;

        return isWritten;
    }

    void text(final String name, final String value) throws IOException
    {
        if (isOn())
        {
            json.writeStringField(name, value);
        }
    }

    void number(final String name, final long value) throws IOException
    {
        if (isOn())
        {
            json.writeNumberField(name, value);
        }
    }

    void flag(final String name, final boolean value) throws IOException
    {
        if (isOn())
        {
            json.writeBooleanField(name, value);
        }
    }

    /** Writes a text, a number, a flag or null. */
    void value(final String name, final Object value) throws IOException
    {
        if (isOn())
        {
            json.writeObjectField(name, value);
        }
    }

    /** Writes a number, or null for a negative one. */
    void numberOrNull(final String name, final long value) throws IOException
    {
        if (isOn() && value < 0)
        {
            json.writeNullField(name);
        }
        else
        {
            number(name, value);
        }
    }

    /** Writes an address, with as many digits as it needs. */
    void address(final String name, final long value) throws IOException
    {
        text(name, address(value));
    }

    void beginObject(final String name) throws IOException
    {
        if (begins(isWanted(name)))
        {
            json.writeObjectFieldStart(name);
        }
    }

    void endObject() throws IOException
    {
        if (ends())
        {
            json.writeEndObject();
        }
    }

    /** Writes a word of 32 bits with its fields, as an object. */
    void word(final String name, final int word, final List<Field> fields) throws IOException
    {
        beginObject(name);
        decoded(word, fields);
        endObject();
    }

    /** Writes a word of 64 bits with its fields, as an object. */
    void word(final String name, final long word, final List<LongField> fields) throws IOException
    {
        beginObject(name);
        decoded(word, fields);
        endObject();
    }

    /** Writes a word of 32 bits and its fields, the top ones first, into the open object. */
    void decoded(final int word, final List<Field> fields) throws IOException
    {
        if (isOn())
        {
            json.writeStringField("word", hex(word));
            fields(word, fields);
        }
    }

    /** Writes a word of 64 bits and its fields, the top ones first, into the open object. */
    void decoded(final long word, final List<LongField> fields) throws IOException
    {
        if (!isOn())
        {
            return;
        }
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
        if (!isOn())
        {
            return;
        }
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
        text("state", (L2Iste.isPending(iste) ? "P" : ".") + (L2Iste.isEnabled(iste) ? "E" : ".") +
            (L2Iste.isActive(iste) ? "A" : "."));
    }

    void beginList(final String name) throws IOException
    {
        beginEntries();
        if (begins(isWanted(name)))
        {
            json.writeArrayFieldStart(name);
        }
    }

    /** Counts the entries of one more list. */
    void beginEntries()
    {
        entries = 0;
    }

    void endList() throws IOException
    {
        if (ends())
        {
            json.writeEndArray();
        }
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
        if (!takeEntry(weight))
        {
            return false;
        }
        if (begins(isOn()))
        {
            json.writeStartObject();
        }

        return true;
    }

    /** Counts one more entry; returns false if the list is full. */
    boolean takeEntry(final int weight)
    {
        if (entries + weight > ENTRY_LIMIT)
        {
            truncated = true;
            return false;
        }
        entries += weight;

        return true;
    }

    void endEntry() throws IOException
    {
        if (ends())
        {
            json.writeEndObject();
        }
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
            flag("truncated", true);
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
