package org.gale.engine.support;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.gale.engine.support.StateFields.Leaf;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Check of an operation that makes state old or new again. Objects are used by drawn steps until each declared field
 * has differed from that of a new object. After the operation each field is as its role says, and the used object
 * answers further steps as one does whose fields were taken from a new object. A failure names field and seed.
 *
 * @param <T> what is made and used
 */
public final class StateHarness<T>
{
    private static final Set<StateRole> OF_TWIN = Set.of(StateRole.RESET, StateRole.KEPT, StateRole.COUNTED);
    private static final Set<StateRole> OF_RESTORED = Set.of(StateRole.SAVED, StateRole.DERIVED);
    private static final int ROUNDS_DEFAULT = 24;
    private static final int ROUNDS_LIMIT = 200;
    private static final int FURTHER_STEPS = 1_000;
    private static final int TWINS_DEFAULT = 40;
    private static final int TWIN_STEPS = 10;
    private static final int CHECKED_STEPS = 120;

    private final StateRoles roles;
    private final String operation;
    private final StateCase<T> driver;
    private final StateRole other;
    private final Set<String> clean = new TreeSet<>();
    private final Set<String> dirty = new TreeSet<>();
    private int rounds = ROUNDS_DEFAULT;
    private int twins = TWINS_DEFAULT;

    /**
     * Makes the check of an operation.
     *
     * @param operation whose declarations count
     * @param other     role of the fields of classes that do not declare the operation
     */
    public StateHarness(
        final StateRoles roles, final String operation, final StateRole other, final StateCase<T> driver)
    {
        this.roles = roles;
        this.operation = operation;
        this.other = other;
        this.driver = driver;
    }

    /** Sets the number of seeds, for objects whose use takes long. */
    public StateHarness<T> rounds(final int number)
    {
        rounds = number;

        return this;
    }

    /** Sets the number of times that an object is restored on its way, for each seed. */
    public StateHarness<T> twins(final int number)
    {
        twins = number;

        return this;
    }

    /** Checks the operation, in rounds of many seeds. */
    public void check()
    {
        for (int round = 0; round < rounds || (!undirtied().isEmpty() && round < ROUNDS_LIMIT); round++)
        {
            check(round);
        }

        assertEquals(Set.of(), undirtied(), "fields that drawn use never made differ from new ones");
    }

    private void check(final int round)
    {
        final String place = operation + ", seed " + round;
        final T used = used(round);
        final T twin = used(round);
        final T fresh = driver.make();
        driver.ready(used, new SplittableRandom(round));
        driver.ready(twin, new SplittableRandom(round));
        final Map<String, Leaf> before = fields(used);
        note(before, fields(fresh), StateRole.KEPT);
        if (round == 0)
        {
            same(before, fields(twin), place + ": equal draws");
        }

        driver.operate(used);
        driver.operate(twin);
        driver.prepare(fresh, used);

        final Map<String, Leaf> after = fields(used);
        final Map<String, Leaf> asNew = fields(fresh);
        note(before, asNew);
        compare(after, asNew, StateRole.RESET, place + ": is not as new");
        compare(after, before, StateRole.KEPT, place + ": is not as before");
        StateTwin.renew(driver.root(twin), driver.root(fresh), roles, operation, other);
        goOn(used, twin, OF_TWIN, round, place);
        driver.close(used);
        driver.close(twin);
        driver.close(fresh);
    }

    private void goOn(final T used, final T twin, final Set<StateRole> further, final int round, final String place)
    {
        final SplittableRandom random = new SplittableRandom(~round);
        final int steps = round < 2 ? FURTHER_STEPS : FURTHER_STEPS / 10;
        for (int step = 0; step < steps; step++)
        {
            assertAnswer(used, twin, random.nextLong(),
                place + ": further step " + step + " is answered otherwise than by a new object");
        }
        final Map<String, Leaf> fields = fields(used);
        final Map<String, Leaf> fieldsOfTwin = fields(twin);
        for (final StateRole role : further)
        {
            compare(fields, fieldsOfTwin, role, place + ": differs after further steps");
        }
        if (driver.rebuild(used) && driver.rebuild(twin))
        {
            compare(fields(used), fields(twin), StateRole.CACHED, place + ": differs once it is rebuilt");
        }
    }

    /** Compares the answers to a step. If they differ, what is cached may be why, and the message names it. */
    private void assertAnswer(final T used, final T twin, final long seed, final String what)
    {
        final String found = driver.step(used, new SplittableRandom(seed));
        final String expected = driver.step(twin, new SplittableRandom(seed));
        if (!expected.equals(found))
        {
            assertEquals(expected, found, what + "; fields that differ: " + differing(fields(used), fields(twin)));
        }
    }

    private static Set<String> differing(final Map<String, Leaf> found, final Map<String, Leaf> expected)
    {
        final Set<String> names = new TreeSet<>();
        for (final String path : paths(expected, found))
        {
            if (!value(expected, path).equals(value(found, path)))
            {
                names.add(found.getOrDefault(path, expected.get(path)).field());
            }
        }

        return names;
    }

    /** Checks that a restored object is the one that was saved, and that image and digest see each saved field. */
    public void checkSaved()
    {
        final SavedCase<T> saved = (SavedCase<T>)driver;
        final StateChanges<T> changes = new StateChanges<>(saved);
        for (int round = 0; round < rounds || (!undirtied().isEmpty() && round < ROUNDS_LIMIT); round++)
        {
            checkSaved(saved, round);
            changes.check(used(round), this::fields, operation + ", seed " + round);
        }

        assertEquals(Set.of(), undirtied(), "fields that drawn use never made differ from new ones");
    }

    private void checkSaved(final SavedCase<T> saved, final int round)
    {
        final String place = operation + ", seed " + round;
        final T used = used(round);
        final T restored = saved.make();
        final T fresh = saved.make();
        saved.restore(restored, saved.save(used));

        final Map<String, Leaf> before = fields(used);
        final Map<String, Leaf> after = fields(restored);
        final Map<String, Leaf> asNew = fields(fresh);
        note(before, asNew);
        compare(after, before, StateRole.SAVED, place + ": is not as saved");
        compare(after, before, StateRole.DERIVED, place + ": is not as saved");
        compare(after, asNew, StateRole.RESET, place + ": is not as new");
        assertEquals(saved.digest(used), saved.digest(restored), place + ": digest of the restored object");
        goOn(used, restored, OF_RESTORED, round, place);
        assertEquals(saved.digest(used), saved.digest(restored), place + ": digest after further steps");
        goOnAnew(saved, round, place);
        driver.close(used);
        driver.close(restored);
        driver.close(fresh);
    }

    /** Compares each few steps with those of objects that were restored just before, and have nothing cached. */
    private void goOnAnew(final SavedCase<T> saved, final int round, final String place)
    {
        final SplittableRandom random = new SplittableRandom(round);
        final T used = saved.make();
        for (int i = 0; i < twins; i++)
        {
            final T twin = saved.make();
            saved.restore(twin, saved.save(used));
            for (int step = 0; step < TWIN_STEPS; step++)
            {
                final long seed = random.nextLong();
                assertAnswer(used, twin, seed,
                    place + ": step " + step + " of twin " + i + " is answered otherwise than by a restored object");
            }
            driver.close(twin);
        }
        driver.close(used);
    }

    /** Checks that an object is the one before after each step that is refused. */
    public void checkRefused()
    {
        int refused = 0;
        for (int round = 0; round < rounds; round++)
        {
            final SplittableRandom random = new SplittableRandom(round);
            final T used = driver.make();
            Map<String, Leaf> before = fields(used);
            for (int step = 0; step < CHECKED_STEPS; step++)
            {
                final String answer = driver.step(used, random);
                final Map<String, Leaf> after = fields(used);
                if (answer.startsWith(StateCase.REFUSED))
                {
                    refused++;
                    compare(after, before, StateRole.KEPT, operation + ", seed " + round + ": " + answer);
                }
                before = after;
            }
            driver.close(used);
        }

        assertEquals(true, refused > rounds, "commands that are refused: " + refused);
    }

    private T used(final int round)
    {
        final SplittableRandom random = new SplittableRandom(round);
        final T object = driver.make();
        for (int steps = 1 + random.nextInt(driver.steps()); steps > 0; steps--)
        {
            driver.step(object, random);
        }

        return object;
    }

    private Map<String, Leaf> fields(final T object)
    {
        return StateFields.of(driver.root(object), roles, operation, other, driver.leftOut());
    }

    /** Notes the fields that differ from those of a new object; if it is kept, also as it was made. */
    private void note(final Map<String, Leaf> before, final Map<String, Leaf> asNew, final StateRole... only)
    {
        for (final String path : paths(before, asNew))
        {
            final Leaf leaf = before.getOrDefault(path, asNew.get(path));
            final boolean isCount = path.endsWith(".size") || path.endsWith(".elements");
            final boolean isAsked = only.length == 0 || List.of(only).contains(leaf.role());
            final boolean isSameCount =
                isCount && leaf.value().equals(value(asNew, path)) && !StateFields.isZero(leaf.value());
            if (leaf.isDeclared() && isAsked && !isSameCount)
            {
                final boolean isAsNew = value(before, path).equals(value(asNew, path)) ||
                    (!asNew.containsKey(path) && StateFields.isZero(leaf.value()));
                (isAsNew ? clean : dirty).add(leaf.field());
            }
        }
    }

    private Set<String> undirtied()
    {
        final Set<String> left = new TreeSet<>(clean);
        left.removeAll(dirty);
        left.removeIf(field -> !driver.isAsked(field));

        return left;
    }

    private static void same(final Map<String, Leaf> one, final Map<String, Leaf> other, final String what)
    {
        for (final String path : paths(one, other))
        {
            assertEquals(value(one, path), value(other, path), what + ": " + path);
        }
    }

    private static void compare(
        final Map<String, Leaf> found, final Map<String, Leaf> expected, final StateRole role, final String what)
    {
        for (final String path : paths(expected, found))
        {
            final Leaf leaf = found.getOrDefault(path, expected.get(path));
            final boolean isOfNoNew =
                role == StateRole.RESET && !expected.containsKey(path) && StateFields.isZero(leaf.value());
            if (leaf.role() == role && !isOfNoNew && !value(expected, path).equals(value(found, path)))
            {
                assertEquals(value(expected, path), value(found, path), what + ": " + leaf.field() + " at " + path);
            }
        }
    }

    private static Set<String> paths(final Map<String, Leaf> one, final Map<String, Leaf> other)
    {
        final Set<String> paths = new LinkedHashSet<>(one.keySet());
        paths.addAll(other.keySet());

        return paths;
    }

    private static Object value(final Map<String, Leaf> fields, final String path)
    {
        final Leaf leaf = fields.get(path);

        return leaf == null ? "absent" : leaf.value() == null ? "null" : leaf.value();
    }
}
