package org.gale.engine.board;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text of an ACPI table as {@code acpidump} prints it, which {@code acpixtract} turns into bytes. Pure functions. */
public final class AcpiDump
{
    private static final int PER_LINE = 16;
    private static final int SIGNATURE = 4;
    private static final int FIRST_PRINTED = 0x20;
    private static final int LAST_PRINTED = 0x7e;

    private AcpiDump()
    {
    }

    /** Returns the lines of a table, the last one empty. */
    public static List<String> lines(final byte[] table)
    {
        final List<String> lines = new ArrayList<>();
        lines.add(new String(table, 0, SIGNATURE, StandardCharsets.US_ASCII) + " @ 0x0000000000000000");
        for (int begin = 0; begin < table.length; begin += PER_LINE)
        {
            final StringBuilder digits = new StringBuilder();
            final StringBuilder signs = new StringBuilder();
            for (int at = begin; at < Math.min(table.length, begin + PER_LINE); at++)
            {
                final int each = table[at] & 0xff;
                digits.append(String.format(Locale.ROOT, "%02X ", each));
                signs.append(each < FIRST_PRINTED || each > LAST_PRINTED ? '.' : (char)each);
            }
            lines.add(String.format(Locale.ROOT, "    %04X: %-" + 3 * PER_LINE + "s %s", begin, digits, signs));
        }
        lines.add("");

        return lines;
    }
}
