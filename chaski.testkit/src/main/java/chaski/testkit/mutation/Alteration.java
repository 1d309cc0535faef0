package chaski.testkit.mutation;

import static net.bytebuddy.matcher.ElementMatchers.isSynthetic;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.reflect.Method;
import java.util.Arrays;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * A change of the methods of one class, made while the class is loaded.
 *
 * <p>An advice is inlined and therefore sees the private fields of the class ({@link Advice.FieldValue}); whatever else
 * it uses must be public, and compiled for the same module. A matcher that selects no method is an error, and so is a
 * call to replace that does not occur: a mutation that changes nothing proves nothing. The body of a lambda is a
 * separate method, which {@link #lambdasOf} selects.
 *
 * @param className the class, by its binary name
 * @param methods which of its methods are changed
 * @param visitor how they are changed
 */
public record Alteration(
        String className, ElementMatcher<? super MethodDescription> methods, AsmVisitorWrapper visitor) {

    /**
     * Runs an advice at the beginning or the end of methods.
     *
     * @param className the class, by its binary name
     * @param methods the methods
     * @param advice a public class with Byte Buddy's advice methods
     * @return the alteration
     */
    public static Alteration advice(
            String className, ElementMatcher<? super MethodDescription> methods, Class<?> advice) {
        return new Alteration(className, methods, Advice.to(advice).on(methods));
    }

    /**
     * Runs an advice at the beginning or the end of every overload of a method.
     *
     * @param className the class, by its binary name
     * @param method the method's name
     * @param advice a public class with Byte Buddy's advice methods
     * @return the alteration
     */
    public static Alteration advice(String className, String method, Class<?> advice) {
        return advice(className, named(method), advice);
    }

    /**
     * Empties methods: they do nothing, and return 0, {@code false} or {@code null}.
     *
     * @param className the class, by its binary name
     * @param method the method's name
     * @return the alteration
     */
    public static Alteration empty(String className, String method) {
        return advice(className, named(method), EmptyBody.class);
    }

    /**
     * Negates what methods return.
     *
     * @param className the class, by its binary name
     * @param method the name of a method that returns {@code boolean}
     * @return the alteration
     */
    public static Alteration negated(String className, String method) {
        return advice(className, named(method), NegatedResult.class);
    }

    /**
     * Leaves out calls: their arguments are still evaluated, and the result is 0, {@code false} or {@code null}.
     *
     * @param className the class that calls, by its binary name
     * @param method the name of the method that calls
     * @param called the name of the method that is no longer called, of any class
     * @return the alteration
     */
    public static Alteration withoutCall(String className, String method, String called) {
        return withoutCall(className, named(method), called);
    }

    /**
     * Leaves out calls: their arguments are still evaluated, and the result is 0, {@code false} or {@code null}.
     *
     * @param className the class that calls, by its binary name
     * @param methods the methods that call
     * @param called the name of the method that is no longer called, of any class
     * @return the alteration
     */
    public static Alteration withoutCall(
            String className, ElementMatcher<? super MethodDescription> methods, String called) {
        return new Alteration(
                className,
                methods,
                MemberSubstitution.relaxed()
                        .failIfNoMatch(true)
                        .method(named(called))
                        .stub()
                        .on(methods));
    }

    /**
     * Replaces calls by a static method, which takes the receiver and the arguments and returns what the call would.
     *
     * @param className the class that calls, by its binary name
     * @param methods the methods that call
     * @param called the name of the method that is replaced, of any class
     * @param owner the public class of the replacement
     * @param replacement the name of its only method of that name
     * @return the alteration
     */
    public static Alteration replacedCall(
            String className,
            ElementMatcher<? super MethodDescription> methods,
            String called,
            Class<?> owner,
            String replacement) {
        return new Alteration(
                className,
                methods,
                MemberSubstitution.relaxed()
                        .failIfNoMatch(true)
                        .method(named(called))
                        .replaceWith(only(owner, replacement))
                        .on(methods));
    }

    /**
     * Selects the bodies of the lambdas in a method, all of them: they have no names, and their numbers change with the code.
     *
     * @param method the name of the method
     * @return a matcher of methods
     */
    public static ElementMatcher.Junction<MethodDescription> lambdasOf(String method) {
        return isSynthetic().and(nameStartsWith("lambda$" + method + "$"));
    }

    private static Method only(Class<?> owner, String name) {
        return Arrays.stream(owner.getMethods())
                .filter(m -> m.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(owner + " has no public method " + name));
    }
}
