package org.gale.tests.sums;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * Each {@code plus} of two parts, found in the sources: each field of the sum follows by its rule from both parts, also
 * where one alone has it, and parts have one sum in whatever order they come.
 */
class PlusLawsTest
{
    private static final int ROUNDS = 100;
    private static final int PARTS = 4;
    private static final Pattern PLUS =
        Pattern.compile("(?:public |private |\\n {4,8})([A-Z]\\w+) plus\\(final \\1 \\w+\\)");

    /** Rules of the fields of each class; one alone is that of all. */
    private static final Map<String, String> RULES = rules("""
        device.proof.VectorProof$LeftOut: sum
        machine.FunctionAccounts$OfFunction: sum
        record.Losses: lost=sum firstLost=first invented=sum firstInvented=first excused=sum firstExcused=first
        storm.result.AccountingRow: key=same name=same total=sum words=same counts=sum
        storm.result.DeviceCounts$Work: completions=sum interrupts=sum deferredNs=sum ns=most
        storm.result.EventAccount: sum
        storm.result.Load: open=sum backlog=sum isBounded=both leftPpm=least spent=sum
        storm.result.Load$Offers: sum
        storm.result.Load$Spent: sum
        storm.result.MigratedInterrupts: sum
        storm.result.MigrationCourse$Vms: sum
        storm.result.ModelledPartitions: digest=sum first=all beyond=sum taken=sum warmed=sum
        storm.result.StormControl: name=same acted=sum idle=same tried=same trial=same effect=same spurious=sum
        storm.result.Thirds$Sum: sum
        storm.result.VectorAccount: sum
        storm.result.WarmedUp: sum
        storm.result.answer.WarmUp: part=greatest coldStarts=greatest vcpus=greatest leastEvents=least mostEvents=most
        storm.result.answer.Work: part=same runs=sum journaled=sum events=sum cpuNs=sum
        """);

    private static Map<String, String> rules(final String lines)
    {
        final Map<String, String> rules = new TreeMap<>();
        lines.lines().forEach(line -> rules.put(line.substring(0, line.indexOf(':')),
            line.substring(line.indexOf(':') + 1).strip()));

        return rules;
    }

    /** A new sum needs rules, and a rule a sum. */
    @Test
    void shouldHaveRulesOfEachPlusInTheSources() throws IOException
    {
        final Set<String> found = new TreeSet<>();
        for (final Path source : SourceTree.engine())
        {
            final Matcher plus = PLUS.matcher(Files.readString(source));
            final String name = SourceTree.name(source).replaceFirst("^engine/", "").replace(".java", "");
            while (plus.find())
            {
                final boolean isOuter = name.endsWith("/" + plus.group(1));
                found.add(name.replace('/', '.') + (isOuter ? "" : "$" + plus.group(1)));
            }
        }

        assertEquals(new TreeSet<>(RULES.keySet()), found);
    }

    @TestFactory
    Stream<DynamicTest> shouldAddEachFieldByItsRule()
    {
        return RULES.keySet().stream().map(name -> dynamicTest(name, () -> checkFields(type(name), rules(type(name)))));
    }

    @TestFactory
    Stream<DynamicTest> shouldHaveOneSumInAnyOrderOfTheParts()
    {
        return RULES.keySet().stream().map(name -> dynamicTest(name, () -> checkOrders(type(name), rules(type(name)))));
    }

    private static Class<?> type(final String name) throws ClassNotFoundException
    {
        return Class.forName("org.gale.engine." + name);
    }

    private static List<SumRule> rules(final Class<?> type)
    {
        final String text = RULES.get(type.getName().substring("org.gale.engine.".length()));
        final List<String> fields = Fields.names(type);
        if (text.equals("sum"))
        {
            return Collections.nCopies(fields.size(), SumRule.SUM);
        }
        final Map<String, SumRule> rules = new LinkedHashMap<>();
        for (final String rule : text.split(" ", -1))
        {
            rules.put(rule.substring(0, rule.indexOf('=')),
                SumRule.valueOf(rule.substring(rule.indexOf('=') + 1).toUpperCase(Locale.ROOT)));
        }
        assertEquals(fields, List.copyOf(rules.keySet()), "fields of " + type.getName());

        return List.copyOf(rules.values());
    }

    private static void checkFields(final Class<?> type, final List<SumRule> rules) throws NoSuchMethodException
    {
        final Random random = new Random(72);
        final Method plus = type.getDeclaredMethod("plus", type);
        final Set<String> met = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++)
        {
            final List<Record> parts = parts(type, rules, random, 2);
            final List<Object> one = Fields.values(parts.get(0));
            final List<Object> other = Fields.values(parts.get(1));
            final List<Object> sum = Fields.values((Record)Fields.call(plus, parts.get(0), parts.get(1)));
            final boolean isSecond = isLess(one, other, rules);
            for (int i = 0; i < rules.size(); i++)
            {
                final Object expected = rules.get(i) == SumRule.GREATEST ? (isSecond ? other : one).get(i) :
                    rules.get(i).of(one.get(i), other.get(i));
                final int field = i;
                assertEquals(expected, sum.get(i),
                    () -> Fields.names(type).get(field) + " of the sum of " + parts.get(0) + " and " + parts.get(1));
                met.add(i + ": " + isSet(one.get(i)) + ' ' + isSet(other.get(i)));
            }
        }
        for (int i = 0; i < rules.size(); i++)
        {
            for (final String operands : List.of("true true", "true false", "false true", "false false"))
            {
                final boolean isDrawn = type.getRecordComponents()[i].getType().isPrimitive() &&
                    rules.get(i) != SumRule.SAME;
                assertTrue(!isDrawn || met.contains(i + ": " + operands), i + ": " + operands);
            }
        }
    }

    private static boolean isSet(final Object value)
    {
        return value instanceof Boolean is ? is : value instanceof Number number && number.doubleValue() != 0;
    }

    private static void checkOrders(final Class<?> type, final List<SumRule> rules) throws NoSuchMethodException
    {
        final Random random = new Random(27);
        final Method plus = type.getDeclaredMethod("plus", type);
        for (int round = 0; round < ROUNDS / PARTS; round++)
        {
            final List<Record> parts = parts(type, rules, random, PARTS);
            final Set<List<Object>> sums = new HashSet<>();
            for (final List<Record> order : orders(parts))
            {
                final Record sum = order.stream().reduce(
                    (one, other) -> (Record)Fields.call(plus, one, other)).orElseThrow();
                final List<Object> values = new ArrayList<>(Fields.values(sum));
                for (int i = 0; i < rules.size(); i++)
                {
                    values.set(i, rules.get(i) == SumRule.FIRST ? values.get(i) != null :
                        rules.get(i) == SumRule.ALL ? Set.copyOf((List<?>)values.get(i)) : values.get(i));
                }
                sums.add(values);
            }
            assertEquals(1, sums.size(), () -> "sums of " + parts + " in all orders: " + sums);
        }
    }

    private static List<List<Record>> orders(final List<Record> parts)
    {
        if (parts.isEmpty())
        {
            return List.of(List.of());
        }
        final List<List<Record>> orders = new ArrayList<>();
        for (int first = 0; first < parts.size(); first++)
        {
            final List<Record> rest = new ArrayList<>(parts);
            final Record part = rest.remove(first);
            for (final List<Record> order : orders(rest))
            {
                final List<Record> all = new ArrayList<>(List.of(part));
                all.addAll(order);
                orders.add(all);
            }
        }

        return orders;
    }

    /** Draws parts of one storm, whose common fields are equal. */
    private static List<Record> parts(
        final Class<?> type, final List<SumRule> rules, final Random random, final int count)
    {
        final List<Record> parts = new ArrayList<>();
        final List<Object> first = Fields.values(Fields.record(type, random));
        for (int part = 0; part < count; part++)
        {
            final List<Object> values = new ArrayList<>(Fields.values(Fields.record(type, random)));
            for (int i = 0; i < values.size(); i++)
            {
                values.set(i, rules.get(i) == SumRule.SAME ? first.get(i) : values.get(i));
            }
            parts.add(Fields.make(type, values));
        }

        return parts;
    }

    /** Returns whether the numbers of which the greatest are taken are less in one than in another part. */
    private static boolean isLess(final List<Object> one, final List<Object> other, final List<SumRule> rules)
    {
        for (int i = 0; i < rules.size(); i++)
        {
            if (rules.get(i) == SumRule.GREATEST && one.get(i) instanceof Long first && !first.equals(other.get(i)))
            {
                return first < (Long)other.get(i);
            }
        }

        return false;
    }
}
