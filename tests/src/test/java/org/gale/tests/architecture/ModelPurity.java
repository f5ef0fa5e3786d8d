package org.gale.tests.architecture;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

/**
 * Dependencies that a model must not have, because they are no inputs: a clock, a thread, a file, a random source, the
 * order of a hash table, and the settings of the process.
 */
final class ModelPurity
{
    static final DescribedPredicate<JavaClass> IMPURE_CLASS = describe(
        "have a clock, thread, random source, hash order or the process in them", ModelPurity::isImpure);

    static final DescribedPredicate<JavaAccess<?>> IMPURE_ACCESS = describe(
        "the target asks a clock, a random source, a hash order or the process", ModelPurity::isImpure);

    private static final Set<String> IMPURE_CLASSES = Set.of(
        "java.lang.Thread", "java.lang.ThreadLocal", "java.lang.InheritableThreadLocal", "java.lang.ThreadGroup",
        "java.lang.Process", "java.lang.ProcessBuilder", "java.lang.Runtime",
        "java.util.Random", "java.util.SplittableRandom", "java.util.UUID",
        "java.util.Date", "java.util.Calendar", "java.util.GregorianCalendar", "java.util.TimeZone",
        "java.util.Locale", "java.util.Timer", "java.util.TimerTask", "java.util.Properties",
        "java.util.HashMap", "java.util.HashSet", "java.util.Hashtable", "java.util.IdentityHashMap",
        "java.util.WeakHashMap");

    /** Buffers, the only types of {@code org.agrona.concurrent} that a model may use. */
    private static final Set<String> AGRONA_BUFFERS = Set.of("UnsafeBuffer", "AtomicBuffer");

    /** Methods that are not pure, or whose result has an order that differs from process to process. */
    private static final Map<String, Set<String>> IMPURE_METHODS = Map.of(
        "java.lang.System", Set.of(
            "currentTimeMillis", "nanoTime", "identityHashCode", "getProperty", "getProperties", "getenv", "exit",
            "lineSeparator", "load", "loadLibrary", "console"),
        "java.lang.Math", Set.of("random"),
        "java.lang.StrictMath", Set.of("random"),
        "java.lang.Object", Set.of("hashCode", "wait", "notify", "notifyAll"),
        "java.util.Collections", Set.of("shuffle"),
        Map.class.getName(), Set.of("of", "ofEntries", "copyOf"),
        Set.class.getName(), Set.of("of", "copyOf"),
        Collectors.class.getName(), Set.of("toMap", "toSet", "toUnmodifiableMap", "toUnmodifiableSet", "groupingBy",
            "partitioningBy"));

    private static final Set<String> ITERATIONS = Set.of(
        "iterator", "forEach", "entrySet", "keySet", "values", "toArray", "stream");

    private ModelPurity()
    {
    }

    private static boolean isImpure(final JavaClass used)
    {
        return IMPURE_CLASSES.contains(used.getFullName()) ||
            ("org.agrona.concurrent".equals(used.getPackageName()) && !AGRONA_BUFFERS.contains(used.getSimpleName()));
    }

    private static boolean isImpure(final JavaAccess<?> access)
    {
        final JavaClass owner = access.getTargetOwner();
        final String method = access.getName();

        return IMPURE_METHODS.getOrDefault(owner.getFullName(), Set.of()).contains(method) ||
            (isAgronaHashTable(owner) && isIteration(method));
    }

    private static boolean isAgronaHashTable(final JavaClass owner)
    {
        return owner.getPackageName().equals("org.agrona.collections") && owner.getSimpleName().contains("Hash");
    }

    private static boolean isIteration(final String method)
    {
        return ITERATIONS.contains(method) || method.startsWith("forEach") || method.endsWith("ForEach");
    }
}
