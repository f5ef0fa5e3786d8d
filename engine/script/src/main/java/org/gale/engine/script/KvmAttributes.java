package org.gale.engine.script;

import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.gale.engine.command.KvmAttr;
import org.gale.engine.command.KvmVerb;
import org.gale.tables.register.SystemRegister;

/**
 * Operands {@code VM GROUP ATTR [VALUE...]} of the attribute verbs: names become the numbers of the kernel's interface.
 * An unknown name, and a value too many or too few, make the line FAIL.
 */
final class KvmAttributes
{
    private static final int GROUP_WORD = 3;
    private static final int ATTR_WORD = 4;
    private static final int VALUE_WORD = 5;
    private static final int INDEX_SHIFT = 16;
    private static final long INDEX_LIMIT = 0xffff;
    private static final String NULL = "null";
    private static final String BAD = "bad";

    private final Operands operands;
    private final long[] words = new long[1 + KvmAttr.VALUE_LIMIT];
    private long group;
    private long modifier;

    KvmAttributes(final Operands operands)
    {
        this.operands = operands;
    }

    /**
     * Encodes the command of an attribute verb.
     *
     * @param verb   HAS_ATTR, GET_ATTR or SET_ATTR
     * @param vm     number of the VM
     * @param buffer takes the words
     * @return the length in bytes, or 0 if the line was answered FAIL
     */
    int encode(final KvmVerb verb, final long vm, final MutableDirectBuffer buffer)
    {
        modifier = 0;
        if (!parseGroup() || !parseAttr() || !parseValue(verb))
        {
            return 0;
        }
        final long[] behind = new long[1 + KvmAttr.count(modifier)];
        System.arraycopy(words, 0, behind, 0, behind.length);

        return verb.encode(buffer, 0, modifier, vm, 0, group, behind);
    }

    private boolean parseGroup()
    {
        final int named = KvmAttr.group(operands.line().text(GROUP_WORD));
        if (named >= 0)
        {
            group = named;
            return true;
        }

        if (!isNumber(GROUP_WORD, "GROUP", KvmAttr.groups()))
        {
            return false;
        }
        group = clamp(operands.value(GROUP_WORD), Integer.MAX_VALUE);

        return true;
    }

    private boolean parseAttr()
    {
        final String text = operands.line().text(ATTR_WORD);
        if (group == KvmAttr.CPU_SYSREGS && !operands.line().parseNumber(ATTR_WORD))
        {
            return parseRegister(text, text.indexOf(':'));
        }
        final long named = KvmAttr.attr((int)group, text);
        if (named >= 0)
        {
            words[0] = named;
            return true;
        }

        if (!isNumber(ATTR_WORD, "ATTR", KvmAttr.attrs((int)group)))
        {
            return false;
        }
        words[0] = operands.value(ATTR_WORD);

        return true;
    }

    private boolean parseRegister(final String text, final int colon)
    {
        final LineParser line = operands.line();
        final SystemRegister register = SystemRegister.byName(text.substring(colon + 1));
        if (register == null || colon <= 0 || !line.parseNumber(ATTR_WORD, colon))
        {
            operands.fail("ATTR", ATTR_WORD).append(" is no number and not INDEX:REGISTER").endLine();
            return false;
        }
        words[0] = (clamp(line.number(), INDEX_LIMIT) << INDEX_SHIFT) | register.code();
        modifier |= KvmAttr.BY_INDEX;

        return true;
    }

    private boolean parseValue(final KvmVerb verb)
    {
        final int given = operands.line().wordCount() - VALUE_WORD;
        if (given <= 0)
        {
            return !isValueNeeded(verb) || refuse("VALUE is missing");
        }
        final String first = operands.line().text(VALUE_WORD);
        if (given == 1 && (first.equals(NULL) || first.equals(BAD)))
        {
            modifier |= first.equals(NULL) ? KvmAttr.NULL : KvmAttr.BAD;
            return true;
        }
        final int needed = group == KvmAttr.IST ? KvmAttr.VALUE_LIMIT : verb == KvmVerb.SET_ATTR ? 1 : 0;
        if (given != needed)
        {
            return refuse("the attribute takes " + needed + " numbers");
        }
        for (int i = 0; i < given; i++)
        {
            if (!operands.number(VALUE_WORD + i, "VALUE"))
            {
                return false;
            }
            words[1 + i] = operands.value(VALUE_WORD + i);
        }
        modifier |= KvmAttr.GIVEN | ((long)given << KvmAttr.COUNT_SHIFT);

        return true;
    }

    private boolean isValueNeeded(final KvmVerb verb)
    {
        return verb == KvmVerb.SET_ATTR ? group != KvmAttr.CTRL || words[0] != KvmAttr.CTRL_INIT :
            verb == KvmVerb.GET_ATTR && group == KvmAttr.IST;
    }

    private boolean isNumber(final int word, final String name, final List<String> names)
    {
        if (operands.line().parseNumber(word))
        {
            return operands.number(word, name);
        }
        operands.fail(name, word).append(" is no number").append(names.isEmpty() ? "" : " and not one of ")
            .append(String.join(" ", names)).endLine();

        return false;
    }

    private static long clamp(final long value, final long max)
    {
        return Long.compareUnsigned(value, max) < 0 ? value : max;
    }

    private boolean refuse(final String reason)
    {
        operands.fail("ATTR", ATTR_WORD).append(": ").append(reason).endLine();

        return false;
    }
}
