package org.gale.tests.architecture;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of classes that a class file has in its pool of constants. The compiler writes there the class of a constant
 * that it copies, too, which ArchUnit does not see.
 */
final class ClassNames
{
    private static final Pattern NAME = Pattern.compile("org/gale/[a-z0-9/]+/[A-Z]\\w*");
    private static final int HEAD_BYTES = 8;
    private static final int TEXT = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;

    private ClassNames()
    {
    }

    /** {@return the top-level classes of Gale that a class file names, itself among them} */
    static SortedSet<String> in(final InputStream file) throws IOException
    {
        final SortedSet<String> names = new TreeSet<>();
        final DataInputStream data = new DataInputStream(file);
        data.skipNBytes(HEAD_BYTES);
        final int end = data.readUnsignedShort();
        int index = 1;
        while (index < end)
        {
            final int tag = data.readUnsignedByte();
            if (tag == TEXT)
            {
                final Matcher matcher = NAME.matcher(data.readUTF());
                while (matcher.find())
                {
                    names.add(matcher.group().replace('/', '.'));
                }
            }
            else
            {
                data.skipNBytes(bytes(tag));
            }
            index += tag == LONG || tag == DOUBLE ? 2 : 1;
        }

        return names;
    }

    /** {@return the length of a constant after its tag} */
    private static int bytes(final int tag)
    {
        return switch (tag)
        {
            case 3, 4, 9, 10, 11, 12, 17, 18 -> Integer.BYTES;
            case LONG, DOUBLE -> Long.BYTES;
            case 7, 8, 16, 19, 20 -> Short.BYTES;
            case 15 -> Short.BYTES + 1;
            default -> throw new IllegalArgumentException("tag " + tag);
        };
    }
}
